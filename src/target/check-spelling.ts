import { catalogDiagnostics } from "../diagnostics/codes/catalog.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { expressionsOf, partsOf } from "../plan/expression-visitor.js";
import type { ScalarExpression } from "../plan/expression.js";
import type { LogicalPlan } from "../plan/plan.js";
import { inputsOf } from "../plan/visitor.js";
import type { Span } from "../source/source-text.js";
import { resolveScan, type BindingContext } from "./bind.js";

/**
 * Finds tests and computations on values that a target spells another way than Splunk (a user's name for its SID):
 * `catalog/other-spelling`. To group by such values, to list them, to count them and to join them with their like means
 * the same in both.
 */
export function checkSpelling(plan: LogicalPlan, context: BindingContext): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const report = (field: string, span: Span) =>
    void found.push(catalogDiagnostics["other-spelling"](span, { field, target: context.profile.title }));
  check(plan, (scan) => resolveScan(scan, context, plan), report);
  return found;
}

/** Whether a column holds values in another spelling. */
type OtherSpelling = (column: string) => boolean;

function check(
  plan: LogicalPlan,
  bind: (scan: Extract<LogicalPlan, { kind: "scan" }>) => ReturnType<typeof resolveScan>,
  report: (field: string, span: Span) => void,
): OtherSpelling {
  const inputs = inputsOf(plan).map((input) => check(input, bind, report));
  const other: OtherSpelling = (column) => inputs.some((input) => input(column));
  const spelled = (expression: ScalarExpression | undefined): boolean =>
    expression?.kind === "field" && other(expression.name);
  const test = (expression: ScalarExpression) => {
    for (const { name, span } of valuesRead(expression)) if (other(name)) report(name, span);
  };

  switch (plan.kind) {
    case "scan": {
      const binding = bind(plan);
      return (column) => {
        const field = binding?.field(column);
        return field?.kind === "bound" && field.comparable === false;
      };
    }
    case "filter":
      test(plan.predicate);
      return other;
    case "extend": {
      const set = new Map<string, boolean>();
      const now: OtherSpelling = (column) => set.get(column) ?? other(column);
      for (const { name, expression } of plan.columns) {
        const copied = fieldsCopied(expression);
        if (copied === undefined)
          for (const { name: read, span } of valuesRead(expression)) if (now(read)) report(read, span);
        set.set(name, copied?.some(now) ?? false);
      }
      return now;
    }
    case "rename": {
      const before = new Map(plan.columns.map(({ from, to }) => [to, from]));
      return (column) => other(before.get(column) ?? column);
    }
    case "aggregate":
    case "window": {
      for (const expression of expressionsOf(plan)) if (expression.kind !== "field") test(expression);
      const set = new Map<string, boolean>();
      for (const { name, expression } of plan.keys) set.set(name, spelled(expression));
      for (const { name, function: aggregate, argument } of plan.aggregates)
        set.set(name, !counting.has(aggregate) && spelled(argument));
      return plan.kind === "window"
        ? (column) => set.get(column) ?? other(column)
        : (column) => set.get(column) ?? false;
    }
    case "join": {
      const [left, right] = inputs;
      for (const key of plan.keys)
        if ((left?.(key.left) ?? false) !== (right?.(key.right) ?? false)) report(key.left, plan.span);
      return other;
    }
    case "lookup":
      for (const { column } of plan.keys) if (other(column)) report(column, plan.span);
      return (column) => plan.outputs.every((output) => output.column !== column) && other(column);
    case "project":
    case "sort":
    case "limit":
    case "distinct":
    case "union":
    case "unnest":
      return other;
  }
}

const counting: ReadonlySet<string> = new Set(["count", "distinct-count", "estimated-distinct-count"]);

/** The fields of an expression that gives their values as they are: a field, or the first present of some. */
function fieldsCopied(expression: ScalarExpression): readonly string[] | undefined {
  if (expression.kind === "field") return [expression.name];
  if (expression.kind !== "call" || expression.function !== "coalesce") return undefined;
  const plain = expression.arguments.filter(({ kind }) => kind === "field" || kind === "literal");
  if (plain.length < expression.arguments.length) return undefined;
  return plain.flatMap((argument) => (argument.kind === "field" ? [argument.name] : []));
}

/** The fields whose values an expression reads; a test for presence reads none. */
function valuesRead(expression: ScalarExpression): readonly { readonly name: string; readonly span: Span }[] {
  if (expression.kind === "field") return [expression];
  if (expression.kind === "term") return [{ name: "_raw", span: expression.span }];
  if (expression.kind === "is-present" && expression.value.kind === "field") return [];
  return partsOf(expression).flatMap(valuesRead);
}
