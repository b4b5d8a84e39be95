import type { CommandDefinition } from "../command.js";
import { parseDiagnostics } from "../../src/diagnostics/codes/parse.js";
import type { ArgumentReader } from "../argument-reader.js";
import { printField } from "../print.js";
import type { CommandNode, FieldPattern } from "../ast.js";

export interface RenameCommand extends CommandNode<"rename"> {
  readonly renames: readonly { readonly from: FieldPattern; readonly to: FieldPattern }[];
}

export const renameCommand: CommandDefinition<RenameCommand> = {
  names: ["rename"],
  read: (body) => {
    const args = body.arguments();
    const renames = args.list(
      () => readRename(args),
      () => args.seesName(),
      "a field",
    );
    args.finish("`,` or the end of the command");
    return { ...body.node("rename"), renames };
  },
  print: ({ renames }) =>
    `rename ${renames.map(({ from, to }) => `${printField(from)} as ${printField(to)}`).join(", ")}`,
};

function readRename(args: ArgumentReader): RenameCommand["renames"][number] {
  const from = args.fieldPattern();
  args.expect("as");
  const to = args.fieldPattern("a new name");
  if (wildcards(from) !== wildcards(to)) {
    args.report(parseDiagnostics["wildcard-count"](to.span, { from: from.name, to: to.name }));
  }
  return { from, to };
}

function wildcards({ pattern }: FieldPattern): number {
  return pattern.filter(({ kind }) => kind === "any").length;
}
