import type { GroupKey } from "../../plan/plan.js";
import type { EvaluationContext } from "../context.js";
import { compileExpression } from "../expression.js";
import {
  compareText,
  numberOf,
  singlesOf,
  textOf,
  type MutableRow,
  type Single,
  type Value,
} from "../value.js";

/** The tuples of key values that a row belongs to: none when it lacks a key, several for a multivalue key. */
export function compileKeys(
  keys: readonly GroupKey[],
  context: EvaluationContext,
): (row: MutableRow) => readonly (readonly Single[])[] {
  const compiled = keys.map(({ expression, fill }) => {
    const value = compileExpression(expression, context);
    const otherwise = fill?.value ?? null;
    return (row: MutableRow): readonly Single[] => singlesOf(value(row) ?? otherwise);
  });
  const [only] = compiled;
  if (only !== undefined && compiled.length === 1) return (row) => only(row).map((single) => [single]);
  return (row) => {
    let tuples: readonly (readonly Single[])[] = [[]];
    for (const key of compiled) {
      const singles = key(row);
      if (singles.length === 0) return [];
      const [single] = singles;
      tuples =
        singles.length === 1 && single !== undefined
          ? tuples.map((tuple) => [...tuple, single])
          : tuples.flatMap((tuple) => singles.map((value) => [...tuple, value]));
    }
    return tuples;
  };
}

/** A text that two tuples share exactly when all their values have the same text. */
export function tupleId(tuple: readonly Single[]): string {
  const [only] = tuple;
  if (only !== undefined && tuple.length === 1) return textOf(only);
  let id = "";
  for (const single of tuple) {
    const text = textOf(single);
    id += `${String(text.length)}:${text}`;
  }
  return id;
}

/** The same for whole columns, of which every value has to agree. */
export function valuesId(values: readonly Value[]): string {
  return values
    .map((value) => tupleId(singlesOf(value).length === 1 ? [...singlesOf(value), ""] : singlesOf(value)))
    .join("\u0000");
}

/** Groups come out in the order of their keys, numbers by size. */
export function compareTuples(left: readonly Single[], right: readonly Single[]): number {
  for (const [index, value] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const a = numberOf(value);
    const b = numberOf(other);
    const order =
      a !== undefined && b !== undefined
        ? a - b
        : a !== undefined
          ? -1
          : b !== undefined
            ? 1
            : compareText(textOf(value), textOf(other));
    if (order !== 0) return order;
  }
  return 0;
}
