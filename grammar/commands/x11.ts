import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { printField, row } from "../print.js";

/** Takes the season out of a series. */
export interface X11Command extends CommandNode<"x11"> {
  readonly model: "mult" | "add";
  /** Of how many rows the season is; absent: the command finds it. */
  readonly period?: number;
  readonly field: FieldName;
  readonly alias?: FieldName;
}

export const x11Command: CommandDefinition<X11Command> = {
  names: ["x11"],
  read: (body) => {
    const args = body.arguments();
    const head = args.peek();
    const bare = head?.kind !== "punctuation" && !args.seesCall();
    const word = head?.kind === "word" && !bare ? /^(mult|add)?(\d+)?$/i.exec(head.text) : undefined;
    if (word === null) return args.unexpected("a model such as `mult12(count)`");
    if (word !== undefined) args.plainName("a model");
    if (!bare) args.expectPunctuation("(");
    const field = args.fieldName("a field or a model such as `mult12(count)`");
    if (!bare) args.expectPunctuation(")");
    const alias = args.take("as") === undefined ? undefined : args.fieldName("a new name");
    args.finish("`AS` or the end of the command");
    return {
      ...body.node("x11"),
      model: word?.[1]?.toLowerCase() === "add" ? "add" : "mult",
      ...(word?.[2] === undefined ? {} : { period: Number(word[2]) }),
      field,
      ...(alias === undefined ? {} : { alias }),
    };
  },
  print: ({ model, period, field, alias }) =>
    row("x11", `${model}${period ?? ""}(${printField(field)})`, alias && `as ${printField(alias)}`),
};
