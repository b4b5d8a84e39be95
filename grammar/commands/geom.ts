import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { boolean, decimal, printOptions, readOptions, word, type OptionsOf } from "../option-types.js";
import { printField, row } from "../print.js";

const options = {
  allfeatures: boolean(false),
  featureidfield: word("featureId"),
  gen: decimal(0.1),
  min_x: decimal(-180),
  min_y: decimal(-90),
  max_x: decimal(180),
  max_y: decimal(90),
};

/** Adds the outlines of places on a map. */
export interface GeomCommand extends CommandNode<"geom"> {
  /** The lookup that has the outlines. */
  readonly collection?: FieldName;
  readonly options: OptionsOf<typeof options>;
}

export const geomCommand: CommandDefinition<GeomCommand> = {
  names: ["geom"],
  read: (body) => {
    const args = body.arguments();
    const settings = readOptions(args, options);
    const collection = args.seesName() ? args.fieldName() : undefined;
    args.finish("a lookup or the end of the command");
    return { ...body.node("geom"), ...(collection === undefined ? {} : { collection }), options: settings };
  },
  print: (node) =>
    row("geom", node.collection && printField(node.collection), printOptions(options, node.options)),
};
