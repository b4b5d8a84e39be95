import type { TopCommand } from "../../../grammar/commands/top.js";
import {
  aggregate,
  call,
  distinct,
  extend,
  fieldReference,
  limit,
  literal,
  project,
  sort,
  window,
} from "../../plan/build/index.js";
import type { GroupKey, LogicalPlan, SortKey } from "../../plan/plan.js";
import { allOrNone } from "../all-or-none.js";
import type { LowerContext } from "../context.js";
import { lowerField } from "../expression/field.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";

/** `top` and `rare`: the most or least frequent combinations of values, each with its count and share. */
export function lowerTop(
  command: TopCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { by, fields, span, countField, percentField } = command;
  if (command.useOther) return refuseOption(command, "useother", context);
  const scope = scopeOf(input.row, context);
  const keys = allOrNone([...by, ...fields], ({ name, span: at }): GroupKey | undefined => {
    const expression = lowerField(name, at, scope);
    return expression === undefined ? undefined : { name, expression, span: at };
  });
  if (keys === undefined) return undefined;
  const counted = aggregate(input, keys, [{ name: countField, function: "count", span }], span);
  const shared = command.showPercent ? withShare(command, counted) : counted;
  const order: SortKey = {
    name: countField,
    descending: command.order === "top",
    type: "number",
    span,
  };
  const sorted = sort(shared, [order], span);
  const limited = limitRows(command, sorted);
  const shown = [
    ...keys.map(({ name }) => name),
    ...(command.showCount ? [countField] : []),
    ...(command.showPercent ? [percentField] : []),
  ];
  return project(limited, shown, span);
}

function withShare({ by, countField, percentField, span }: TopCommand, counted: LogicalPlan): LogicalPlan {
  const groups = by.map(({ name, span: at }): GroupKey => ({
    name,
    expression: fieldReference(name, at),
    span: at,
  }));
  const count = fieldReference(countField, span);
  const total = { name: percentField, function: "sum", argument: count, span } as const;
  const summed = window(counted, groups, [total], { kind: "group" }, span);
  const hundredfold = call("multiply", [count, literal(100, span)], summed.row, span);
  const share = call("divide", [hundredfold, fieldReference(percentField, span)], summed.row, span);
  return extend(summed, [{ name: percentField, expression: share, span }], span);
}

function limitRows({ limit: count, by, span }: TopCommand, rows: LogicalPlan): LogicalPlan {
  if (count === 0) return rows;
  if (by.length === 0) return limit(rows, count, "first", span);
  return distinct(
    rows,
    {
      columns: by.map(({ name }) => name),
      count,
      keepMissing: false,
      consecutive: false,
      clearOnly: false,
      order: [],
    },
    span,
  );
}
