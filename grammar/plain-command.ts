import type { CommandNode, FieldPattern } from "./ast.js";
import type { CommandDefinition } from "./command.js";
import { printOptions, readOptions, type OptionsOf, type OptionTable } from "./option-types.js";
import { printFields, row } from "./print.js";

/** A command that has options and names of fields, and nothing else. */
export interface PlainCommand<Name extends string, Table extends OptionTable> extends CommandNode<Name> {
  readonly options: OptionsOf<Table>;
  readonly fields: readonly FieldPattern[];
}

/** How many fields a plain command takes: none, any number, or at least one. */
type FieldCount = "none" | "any" | "some";

/** The definition of a plain command; the first of its names is the kind of its node. */
export function plainCommand<Name extends string, Table extends OptionTable>(
  names: readonly [Name, ...string[]],
  table: Table,
  fields: FieldCount = "none",
): CommandDefinition<PlainCommand<Name, Table>> {
  const [name] = names;
  return {
    names,
    read: (body) => {
      const args = body.arguments();
      const options = readOptions(args, table);
      const found = fields === "none" ? [] : args.fieldPatterns(fields === "some" ? "a field" : undefined);
      args.finish(fields === "none" ? "an option or the end of the command" : undefined);
      return { ...body.node(name), options, fields: found };
    },
    print: (node) => row(name, printOptions(table, node.options), printFields(node.fields)),
  };
}
