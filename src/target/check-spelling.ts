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
 * the same in both. The tests of decoded values that were `settled` mean the same, too (`settleDecoded`).
 */
export function checkSpelling(
  plan: LogicalPlan,
  context: BindingContext,
  settled: ReadonlySet<ScalarExpression>,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const report = (field: string, span: Span) =>
    void found.push(catalogDiagnostics["other-spelling"](span, { field, target: context.profile.title }));
  check(plan, (scan) => resolveScan(scan, context, plan), settled, report);
  return found;
}

/** Whether a column holds values in another spelling. */
type OtherSpelling = (column: string) => boolean;

function check(
  plan: LogicalPlan,
  bind: (scan: Extract<LogicalPlan, { kind: "scan" }>) => ReturnType<typeof resolveScan>,
  settled: ReadonlySet<ScalarExpression>,
  report: (field: string, span: Span) => void,
): OtherSpelling {
  const inputs = inputsOf(plan).map((input) => check(input, bind, settled, report));
  const other: OtherSpelling = (column) => inputs.some((input) => input(column));
  const spelled = (expression: ScalarExpression | undefined): boolean =>
    expression?.kind === "field" && other(expression.name);
  const test = (expression: ScalarExpression) => {
    for (const { name, span } of valuesRead(expression, settled)) if (other(name)) report(name, span);
  };

  switch (plan.kind) {
    case "scan": {
      const binding = bind(plan);
      return (column) => {
        const field = binding?.field(column);
        return field?.kind === "bound" && (field.comparable === false || field.decoded === true);
      };
    }
    case "filter":
      test(plan.predicate);
      return other;
    case "extend": {
      const set = new Map<string, boolean>();
      const now: OtherSpelling = (column) => set.get(column) ?? other(column);
      for (const { name, expression } of plan.columns) {
        const { copied, read } = useOf(expression, settled);
        for (const { name: field, span } of read) if (now(field)) report(field, span);
        set.set(name, copied.some(now));
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
      for (const { field } of plan.keys) if (other(field)) report(field, plan.span);
      return (column) => plan.outputs.every(({ field }) => field !== column) && other(column);
    case "each-field":
    case "transaction":
      for (const expression of expressionsOf(plan)) test(expression);
      return other;
    case "project":
    case "sort":
    case "limit":
    case "distinct":
    case "union":
    case "unnest":
    case "reshape":
      return other;
  }
}

const counting: ReadonlySet<string> = new Set(["count", "distinct-count", "estimated-distinct-count"]);

interface Read {
  readonly name: string;
  readonly span: Span;
}

/** The fields whose values an expression gives as they are, and those that it tests or computes with. */
interface Use {
  readonly copied: readonly string[];
  readonly read: readonly Read[];
}

function useOf(expression: ScalarExpression, settled: ReadonlySet<ScalarExpression>): Use {
  const useOfPart = (part: ScalarExpression) => useOf(part, settled);
  switch (expression.kind) {
    case "field":
      return { copied: [expression.name], read: [] };
    case "case": {
      const { arms, otherwise } = expression;
      const values = [...arms.map(({ then }) => then), ...(otherwise === undefined ? [] : [otherwise])];
      const chosen = together(values.map(useOfPart));
      return { ...chosen, read: [...arms.flatMap(({ when }) => valuesRead(when, settled)), ...chosen.read] };
    }
    case "call":
      if (expression.function === "coalesce") return together(expression.arguments.map(useOfPart));
      return { copied: [], read: valuesRead(expression, settled) };
    default:
      return { copied: [], read: valuesRead(expression, settled) };
  }
}

function together(uses: readonly Use[]): Use {
  return { copied: uses.flatMap(({ copied }) => copied), read: uses.flatMap(({ read }) => read) };
}

/**
 * The fields whose values an expression reads; a test for presence reads none, and neither does a term of the raw event,
 * which is looked for in the columns that hold its words (`eventTexts`) or refused there.
 */
function valuesRead(expression: ScalarExpression, settled: ReadonlySet<ScalarExpression>): readonly Read[] {
  if (settled.has(expression)) return [];
  if (expression.kind === "field") return [expression];
  if (expression.kind === "term") return [];
  if (expression.kind === "is-present" && expression.value.kind === "field") return [];
  return partsOf(expression).flatMap((part) => valuesRead(part, settled));
}
