import type { JoinCommand } from "../../../grammar/commands/join.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { join } from "../../plan/build/index.js";
import type { Join, LogicalPlan } from "../../plan/plan.js";
import { allOrNone } from "../all-or-none.js";
import type { LowerContext } from "../context.js";
import { lowerDataset } from "../dataset.js";
import { lowerField } from "../expression/field.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";
import { isUniqueBy } from "../unique-by.js";

/**
 * `join`: rows of two searches with equal keys. A row meets one row of the right side unless `max` says otherwise;
 * where the keys name a row of the right side there is nothing to limit.
 */
export function lowerJoin(
  command: JoinCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  if (command.aliases !== undefined) return refuseOption(command, "left and right", context);
  if (command.returnMultivalue) return refuseOption(command, "return_multivalue", context);
  if (command.useTime) return refuseOption(command, "usetime", context);
  const right = lowerDataset(command.dataset, command.span, context);
  if (right === undefined) return undefined;
  const keys = joinKeys(command, input, right, context);
  if (keys === undefined) return undefined;
  const limited =
    command.max !== 0 &&
    !isUniqueBy(
      right,
      keys.map((key) => key.right),
    );
  return join(
    input,
    right,
    {
      type: command.type,
      keys,
      ...(limited ? { max: command.max } : {}),
      overwrite: command.overwrite,
      caseSensitive: true,
    },
    command.span,
  );
}

function joinKeys(
  command: JoinCommand,
  input: LogicalPlan,
  right: LogicalPlan,
  context: LowerContext,
): Join["keys"] | undefined {
  if (command.fields.length > 0)
    return allOrNone(command.fields, ({ name, span }) => {
      const left = lowerField(name, span, scopeOf(input.row, context));
      const other = lowerField(name, span, scopeOf(right.row, context));
      return left === undefined || other === undefined ? undefined : { left: name, right: name };
    });
  const shared = [...input.row.columns.keys()].filter((name) => right.row.columns.has(name));
  if (!input.row.open && !right.row.open && shared.length > 0)
    return shared.map((name) => ({ left: name, right: name }));
  context.report(lowerDiagnostics["join-without-fields"](command.span, { shared: shared.length }));
  return undefined;
}
