import type { Conversion, ConvertCommand } from "../../../grammar/commands/convert.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { call, extend, fieldReference, literal } from "../../plan/build/index.js";
import type { ScalarExpression } from "../../plan/expression.js";
import type { LogicalPlan, NamedExpression } from "../../plan/plan.js";
import type { RowType } from "../../plan/row-type.js";
import type { LowerContext } from "../context.js";
import { expandNames } from "../expand-names.js";
import { scopeOf } from "../scope-of.js";
import { hasWildcard, matchName, substitute } from "../../plan/wildcard-names.js";

/** The format that `convert` writes and reads times in when none is given. */
const defaultTimeFormat = "%m/%d/%Y %H:%M:%S";

/** `convert`: changes the form of columns, in place or under another name. `none(x)` leaves a column as it is. */
export function lowerConvert(
  command: ConvertCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const untouched = command.conversions.filter(({ function: name }) => name === "none");
  const columns: NamedExpression[] = [];
  for (const conversion of command.conversions) {
    if (conversion.function === "none") continue;
    const names = expandNames([conversion.field], "convert", scopeOf(input.row, context));
    if (names === undefined) return undefined;
    for (const { name } of names) {
      if (untouched.some(({ field }) => matchName(field.pattern, name) !== undefined)) continue;
      const target = targetOf(conversion, name);
      if (target === undefined) {
        context.report(
          lowerDiagnostics["unequal-wildcards"](conversion.span, {
            from: conversion.field.name,
            to: conversion.alias?.name ?? "",
          }),
        );
        return undefined;
      }
      columns.push({
        name: target,
        expression: convert(conversion, name, command, input.row),
        span: conversion.span,
      });
    }
  }
  return columns.length === 0 ? input : extend(input, columns, command.span);
}

function targetOf({ field, alias }: Conversion, name: string): string | undefined {
  if (alias === undefined) return name;
  if (!hasWildcard(alias.pattern)) return hasWildcard(field.pattern) ? undefined : alias.name;
  const parts = matchName(field.pattern, name);
  const wildcards = alias.pattern.filter(({ kind }) => kind === "any").length;
  return parts?.length === wildcards ? substitute(alias.pattern, parts) : undefined;
}

const functions = {
  auto: "convert_auto",
  num: "convert_num",
  dur2sec: "convert_dur2sec",
  mstime: "convert_mstime",
  memk: "convert_memk",
  rmcomma: "convert_rmcomma",
  rmunit: "convert_rmunit",
  ctime: "strftime",
  mktime: "strptime",
} as const;

function convert(
  { function: name, span }: Conversion,
  field: string,
  { timeFormat }: ConvertCommand,
  row: RowType,
): ScalarExpression {
  const value = fieldReference(field, span);
  if (name === "none") return value;
  const format = literal(timeFormat?.value ?? defaultTimeFormat, timeFormat?.span ?? span);
  const takesFormat = name === "ctime" || name === "mktime";
  return call(functions[name], takesFormat ? [value, format] : [value], row, span);
}
