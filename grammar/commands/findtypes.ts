import type { CommandNode } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { numberOption, row } from "../print.js";

/** Proposes event types for the events. */
export interface FindtypesCommand extends CommandNode<"findtypes"> {
  readonly max: number;
  /** Only of events that no event type covers. */
  readonly notCovered: boolean;
  readonly useRaw: boolean;
}

export const findtypesCommand: CommandDefinition<FindtypesCommand> = {
  names: ["findtypes"],
  read: (body) => {
    const args = body.arguments();
    const max = args.count("max", 10);
    const words = new Set<string>();
    for (
      let found = args.take("notcovered", "useraw");
      found !== undefined;
      found = args.take("notcovered", "useraw")
    )
      words.add(found.text.toLowerCase());
    args.finish("`notcovered`, `useraw` or the end of the command");
    return {
      ...body.node("findtypes"),
      max,
      notCovered: words.has("notcovered"),
      useRaw: words.has("useraw"),
    };
  },
  print: ({ max, notCovered, useRaw }) =>
    row("findtypes", numberOption("max", max, 10), notCovered ? "notcovered" : "", useRaw ? "useraw" : ""),
};
