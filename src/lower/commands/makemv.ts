import type { MakemvCommand } from "../../../grammar/commands/makemv.js";
import { call, extend, literal } from "../../plan/build/index.js";
import type { ScalarExpression } from "../../plan/expression.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { LowerContext } from "../context.js";
import { lowerField } from "../expression/field.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";

/** `makemv`: splits a value at a delimiter, or takes what a pattern's group finds; empty parts go unless allowed. */
export function lowerMakemv(
  command: MakemvCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { field, delim, tokenizer, span } = command;
  if (command.setSv) return refuseOption(command, "setsv", context);
  const value = lowerField(field.name, field.span, scopeOf(input.row, context));
  if (value === undefined) return undefined;
  if (tokenizer !== undefined) {
    const all = call(
      "regex_capture_all",
      [value, literal(tokenizer.value, tokenizer.span), literal("1", span), literal(0, span)],
      input.row,
      span,
    );
    return extend(input, [{ name: field.name, expression: all, span }], span);
  }
  const delimiter = literal(delim?.value ?? " ", delim?.span ?? span);
  const split = call("split", [value, delimiter], input.row, span);
  const whole = extend(input, [{ name: field.name, expression: split, span }], span);
  if (command.allowEmpty) return whole;
  const notEmpty: ScalarExpression = {
    kind: "compare",
    operator: "!=",
    left: value,
    right: literal("", span),
    mode: "text",
    caseSensitive: true,
    whenMissing: "missing",
    span,
  };
  const kept = call("mvfilter", [notEmpty], whole.row, span);
  return extend(whole, [{ name: field.name, expression: kept, span }], span);
}
