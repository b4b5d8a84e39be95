import type { Doc } from "prettier";
import { builders } from "prettier/doc";
import type { Unit } from "./unit.js";

const { group, hardline, indent, join, line } = builders;

/** Operators that a line can be broken before, from the weakest: `NOT`, `AND`, `OR`, `XOR` bind in that order. */
const levels: readonly RegExp[] = [/^XOR$/, /^OR$/, /^AND$/, /^[-+.]$/];

/** Expressions or assignments with commas between. */
export function evalList(units: readonly Unit[]): Doc {
  const items: Unit[][] = [[]];
  for (const unit of units) {
    items.at(-1)?.push(unit);
    if (unit.endsItem) items.push([]);
  }
  const docs = items.filter((item) => item.length > 0).map((item) => expression(item, 0));
  return join(line, docs);
}

function expression(units: readonly Unit[], level: number): Doc {
  const operator = levels[level];
  if (operator === undefined)
    return units.map((unit, index) => [index === 0 ? [] : unit.ownLine ? hardline : " ", unit.doc]);
  const operands: { readonly operator?: Unit; readonly units: Unit[] }[] = [{ units: [] }];
  for (const [index, unit] of units.entries()) {
    if (index > 0 && unit.word !== undefined && operator.test(unit.word))
      operands.push({ operator: unit, units: [] });
    else operands.at(-1)?.units.push(unit);
  }
  if (operands.length === 1) return expression(units, level + 1);
  const docs = operands.map(({ operator: sign, units: operand }) =>
    sign === undefined
      ? expression(operand, level + 1)
      : [line, sign.doc, " ", expression(operand, level + 1)],
  );
  return level === levels.length - 1 ? group(indent(docs)) : group(docs);
}
