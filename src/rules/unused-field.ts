import type { Command } from "../../grammar/commands/index.js";
import { lintDiagnostics } from "../diagnostics/codes/rules.js";
import type { LogicalPlan, NamedExpression } from "../plan/plan.js";
import { walkPlan } from "../plan/visitor.js";
import { dropDeadColumns } from "../rewrite/drop-dead-columns.js";
import type { Span } from "../source/source-text.js";
import { findings, type Rule } from "./rule.js";

/** Fields that `eval` sets, and `rex` commands all of whose fields, nothing reads before a later command drops them. */
export const unusedField: Rule = {
  codes: ["unused-field"],
  needs: "plan",
  check: ({ understood: { pipeline, plan } }) => {
    if (pipeline === undefined || plan === undefined) return [];
    const live = new Set(columnsOf(dropDeadColumns.apply(plan)));
    const columns = columnsOf(plan);
    const authored = pipeline.commands.flatMap(placesOf);
    return findings(
      ...authored.flatMap(({ span, at }) => {
        const own = columns.filter((column) => isSame(column.span, span) && !column.name.startsWith("_"));
        const [first] = own;
        if (first === undefined || own.some((column) => live.has(column))) return [];
        return own.map(({ name }) => lintDiagnostics["unused-field"](at, { field: name }));
      }),
    );
  },
};

function columnsOf(plan: LogicalPlan): readonly NamedExpression[] {
  const columns: NamedExpression[] = [];
  walkPlan(plan, (step) => {
    if (step.kind === "extend") columns.push(...step.columns);
  });
  return columns;
}

/** Where commands set fields: the span that the plan keeps, and the one to report. */
function placesOf(command: Command): readonly { readonly span: Span; readonly at: Span }[] {
  switch (command.kind) {
    case "eval":
      return command.assignments.map(({ span, target }) => ({ span, at: target.span }));
    case "rex":
      return command.mode === "sed" ? [] : [{ span: command.span, at: command.pattern.span }];
    default:
      return [];
  }
}

function isSame(left: Span, right: Span): boolean {
  return left.source === right.source && left.start === right.start && left.end === right.end;
}
