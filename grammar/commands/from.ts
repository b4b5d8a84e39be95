import type { CommandDefinition } from "../command.js";
import { parseDiagnostics } from "../../src/diagnostics/codes/parse.js";
import { didYouMean } from "../suggest.js";
import { printName } from "../print.js";
import type { CommandNode, FieldName } from "../ast.js";

/** `| from datamodel:Endpoint.Processes`. */
export interface FromCommand extends CommandNode<"from"> {
  readonly type: "datamodel" | "savedsearch" | "inputlookup" | "lookup" | "index";
  readonly name: FieldName;
}

const types = ["datamodel", "savedsearch", "inputlookup", "lookup", "index"] as const;

/** `from datamodel:M.D`, `from datamodel M.D`, `from datamodel:"M.D"`. */
export const fromCommand: CommandDefinition<FromCommand> = {
  names: ["from"],
  read: (body) => {
    const args = body.arguments();
    const option = types.flatMap((type) => args.optionHere(type) ?? [])[0];
    if (option !== undefined) {
      const type = types.find((one) => one === option.name.toLowerCase()) ?? "datamodel";
      const { value, span } = args.textOf(option);
      args.finish();
      return { ...body.node("from"), type, name: { name: value, span } };
    }
    const head = args.name("a dataset such as `datamodel:Endpoint.Processes`");
    const [word = "", ...rest] = head.text.split(":");
    const type = types.find((one) => one === word.toLowerCase());
    if (head.kind !== "word" || type === undefined) {
      const parameters = {
        found: `\`${head.text}\``,
        expected: "a dataset such as `datamodel:Endpoint.Processes`",
      };
      const help = didYouMean(word, types);
      return args.refuse(parseDiagnostics.unexpected(args.spanOf(head), parameters, { help }));
    }
    const inWord = rest.join(":");
    const name =
      inWord === ""
        ? args.fieldName("the name of a dataset")
        : { name: inWord, span: args.spanOf({ start: head.end - inWord.length, end: head.end }) };
    args.finish();
    return { ...body.node("from"), type, name };
  },
  print: ({ type, name }) => `from ${type}:${printName(name.name)}`,
};
