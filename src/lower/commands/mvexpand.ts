import type { MvexpandCommand } from "../../../grammar/commands/mvexpand.js";
import { unnest } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { LowerContext } from "../context.js";
import { lowerField } from "../expression/field.js";
import { scopeOf } from "../scope-of.js";

/** `mvexpand`: one row per value. */
export function lowerMvexpand(
  command: MvexpandCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { field, limit, span } = command;
  const reference = lowerField(field.name, field.span, scopeOf(input.row, context));
  if (reference === undefined) return undefined;
  return unnest(input, field.name, span, limit === 0 ? undefined : limit);
}
