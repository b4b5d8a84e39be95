import type { CommandDefinition } from "../command.js";
import { flag, numberOption, quoted, row, wordOption } from "../print.js";
import type { CommandNode } from "../ast.js";

export interface FormatCommand extends CommandNode<"format"> {
  /** Row prefix, column prefix, column separator, column end, row separator, row end. */
  readonly words?: readonly [string, string, string, string, string, string];
  readonly mvSeparator: string;
  readonly maxResults: number;
  readonly emptyText: string;
  /** The text is put in quotes, for `searchmatch` to read. */
  readonly quote: boolean;
}

const emptyText = "NOT( )";

export const formatCommand: CommandDefinition<FormatCommand> = {
  names: ["format"],
  read: (body) => {
    const args = body.arguments();
    const mvSeparator = args.word("mvsep") ?? "OR";
    const maxResults = args.count("maxresults", 0);
    const quote = args.boolean("quote", false);
    const text = args.word("emptystr") ?? emptyText;
    const words: string[] = [];
    while (args.seesName()) words.push(args.textValue("a text").value);
    const [a, b, c, d, e, f, ...more] = words;
    const all =
      a !== undefined &&
      b !== undefined &&
      c !== undefined &&
      d !== undefined &&
      e !== undefined &&
      f !== undefined;
    if ((words.length > 0 && !all) || more.length > 0) args.missing("all six of its texts, or none");
    args.finish();
    return {
      ...body.node("format"),
      ...(all ? { words: [a, b, c, d, e, f] as const } : {}),
      mvSeparator,
      maxResults,
      emptyText: text,
      quote,
    };
  },
  print: ({ words, mvSeparator, maxResults, emptyText: text, quote }) =>
    row(
      "format",
      flag("quote", quote, false),
      wordOption("mvsep", mvSeparator, "OR"),
      numberOption("maxresults", maxResults, 0),
      words?.map(quoted).join(" "),
      wordOption("emptystr", text, emptyText),
    ),
};
