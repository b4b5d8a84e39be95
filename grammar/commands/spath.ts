import type { CommandDefinition } from "../command.js";
import { fieldOption, row, textOption } from "../print.js";
import type { CommandNode, FieldName, TextArgument } from "../ast.js";

export interface SpathCommand extends CommandNode<"spath"> {
  /** `_raw` when absent. */
  readonly input?: FieldName;
  readonly output?: FieldName;
  /** Absent: every path of the input becomes a field. */
  readonly path?: TextArgument;
}

export const spathCommand: CommandDefinition<SpathCommand> = {
  names: ["spath"],
  read: (body) => {
    const args = body.arguments();
    const input = args.field("input");
    const output = args.field("output");
    const option = args.text("path");
    const path = option ?? (args.seesName() ? args.textValue("a path") : undefined);
    args.finish();
    return {
      ...body.node("spath"),
      ...(input === undefined ? {} : { input }),
      ...(output === undefined ? {} : { output }),
      ...(path === undefined ? {} : { path }),
    };
  },
  print: ({ input, output, path }) =>
    row("spath", fieldOption("input", input), fieldOption("output", output), textOption("path", path)),
};
