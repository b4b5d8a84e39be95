import type { RexCommand } from "../../../grammar/commands/rex.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { call, extend, fieldReference, literal } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { LowerContext } from "../context.js";
import { lowerField } from "../expression/field.js";
import { forEachValue, severalValues } from "../expression/single-valued.js";
import { refuseOption } from "../refuse-option.js";
import { groupNames } from "../regex-groups.js";
import { scopeOf } from "../scope-of.js";

/**
 * `rex`: a column for each named group of the pattern; without a match a column keeps the value it had. Each of several
 * values of the field is searched. `mode=sed` changes the field itself.
 */
export function lowerRex(
  command: RexCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const scope = scopeOf(input.row, context);
  const { pattern, span, maxMatch } = command;
  const name = command.field?.name ?? "_raw";
  const reference = lowerField(name, command.field?.span ?? command.keyword, scope);
  if (reference === undefined) return undefined;
  if (command.offsetField !== undefined) return refuseOption(command, "offset_field", context);
  const text = literal(pattern.value, pattern.span);
  const several = severalValues(reference, command, input.row);
  if (command.mode === "sed") {
    const replaced =
      several === undefined
        ? call("sed", [reference, text], input.row, span)
        : context.unknownValues.add([several], input.row, span);
    return extend(input, [{ name, expression: replaced, span }], span);
  }

  const groups = groupNames(pattern.value);
  if (groups.length === 0) {
    context.report(lowerDiagnostics["no-named-group"](pattern.span, {}));
    return undefined;
  }
  // The input itself is set last, since later columns see the earlier ones.
  const ordered = [...groups.filter((group) => group !== name), ...groups.filter((group) => group === name)];
  const columns = ordered.map((group) => {
    const found =
      maxMatch === 1
        ? call("regex_capture", [reference, text, literal(group, pattern.span)], input.row, span)
        : call(
            "regex_capture_all",
            [reference, text, literal(group, pattern.span), literal(maxMatch, span)],
            input.row,
            span,
          );
    const captured = forEachValue(reference, found, command, scope);
    const before = input.row.columns.has(group);
    const expression = before
      ? call("coalesce", [captured, fieldReference(group, span)], input.row, span)
      : captured;
    return { name: group, expression, span };
  });
  return extend(input, columns, span);
}
