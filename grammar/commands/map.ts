import type { CommandDefinition } from "../command.js";
import { printPipeline } from "../print-pipeline.js";
import { numberOption, printText, row, textOption } from "../print.js";
import type { CommandNode, Pipeline, TextArgument } from "../ast.js";

export interface MapCommand extends CommandNode<"map"> {
  readonly maxSearches: number;
  /** The search with its `$field$` tokens, as written. */
  readonly search?: TextArgument;
  readonly savedSearch?: TextArgument;
  /** The bracketed form `map [search …]`. */
  readonly pipeline?: Pipeline;
}

export const mapCommand: CommandDefinition<MapCommand> = {
  names: ["map"],
  read: (body) => {
    const args = body.arguments();
    const maxSearches = args.count("maxsearches", 10);
    const search = args.text("search");
    const pipeline = args.peek()?.kind === "subsearch" ? args.subsearch() : undefined;
    const savedSearch =
      search === undefined && pipeline === undefined ? args.textValue("a search") : undefined;
    args.finish();
    return {
      ...body.node("map"),
      maxSearches,
      ...(search === undefined ? {} : { search }),
      ...(savedSearch === undefined ? {} : { savedSearch }),
      ...(pipeline === undefined ? {} : { pipeline }),
    };
  },
  print: ({ maxSearches, search, savedSearch, pipeline }) =>
    row(
      "map",
      numberOption("maxsearches", maxSearches, 10),
      textOption("search", search),
      savedSearch && printText(savedSearch),
      pipeline && `[${printPipeline(pipeline)}]`,
    ),
};
