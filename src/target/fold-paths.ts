import { ownColumns } from "../plan/build/transaction.js";
import { mapExpression, mapExpressionsOf } from "../plan/expression-visitor.js";
import type { ScalarExpression } from "../plan/expression.js";
import { fieldOf, isForeign, type LogSource } from "../plan/log-source.js";
import type { LogicalPlan, NamedAggregate, Scan } from "../plan/plan.js";
import { inputsOf, withInputs } from "../plan/visitor.js";
import { resolveScan, type BindingContext, type ScanBinding } from "./bind.js";

/** Functions that read one value out of a structured text. */
const extractions: ReadonlySet<string> = new Set(["spath", "json_extract", "xml_value"]);

/**
 * Reads a value out of a structured text where the target has it as a column: a path of `_raw` is the field of that
 * name, and `xml_value(UserData_Xml, "Subject")` is the field `UserData_Xml.Subject`. Likewise the different raw events
 * are counted by the field that tells them apart, and an object of a record, which Splunk makes no field of, is nothing,
 * as is a field of a name that no field of the log can have.
 * What a target has no column for stays as it is.
 */
export function foldPaths(plan: LogicalPlan, context: BindingContext): LogicalPlan {
  return fold(plan, (scan) => resolveScan(scan, context, plan)).plan;
}

interface Folded {
  readonly plan: LogicalPlan;
  /** What a field of the events is; absent behind a step that has other rows than its one source. */
  readonly binding?: ScanBinding;
  /** Columns that are no longer the events' own. */
  readonly hidden: ReadonlySet<string>;
}

function fold(plan: LogicalPlan, bind: (scan: Scan) => ScanBinding | undefined): Folded {
  const inputs = inputsOf(plan).map((input) => fold(input, bind));
  const renewed = withInputs(
    plan,
    inputs.map((input) => input.plan),
  );
  if (renewed.kind === "scan") {
    const binding = bind(renewed);
    return { plan: renewed, hidden: new Set(), ...(binding === undefined ? {} : { binding }) };
  }
  const [main, ...others] = inputs;
  if (main?.binding === undefined || others.length > 0) return { plan: renewed, hidden: new Set() };
  const { binding, hidden } = main;
  if (renewed.kind === "aggregate")
    return { plan: { ...renewed, aggregates: byIdentity(renewed.aggregates, main) }, hidden: new Set() };
  const folded = mapExpressionsOf(renewed, (expression) =>
    mapExpression(expression, (part) => asField(part, binding, hidden)),
  );
  return { plan: folded, binding, hidden: new Set([...hidden, ...namesSet(folded)]) };
}

function asField(
  part: ScalarExpression,
  binding: ScanBinding,
  hidden: ReadonlySet<string>,
): ScalarExpression {
  if (part.kind === "field" && !hidden.has(part.name) && isNothing(part.name, binding.source))
    return { kind: "literal", value: null, span: part.span };
  if (part.kind !== "call" || !extractions.has(part.function)) return part;
  const [text, path, ...more] = part.arguments;
  if (text?.kind !== "field" || path?.kind !== "literal" || more.length > 0) return part;
  if (hidden.has(text.name) || typeof path.value !== "string") return part;
  const name = text.name === "_raw" ? path.value : `${text.name}.${path.value}`;
  const known = !hidden.has(name) && fieldOf(binding.source, name) !== undefined;
  return known && binding.field(name)?.kind === "bound" ? { kind: "field", name, span: part.span } : part;
}

function isNothing(name: string, source: LogSource): boolean {
  return source.objects?.has(name) === true || isForeign(source, name);
}

/** `dc(_raw)` over records that carry an id of their own counts the ids. */
function byIdentity(
  aggregates: readonly NamedAggregate[],
  { binding, hidden }: Folded,
): readonly NamedAggregate[] {
  const identity = binding?.source.identity;
  if (binding === undefined || identity === undefined || hidden.has("_raw") || hidden.has(identity))
    return aggregates;
  if (binding.field("_raw")?.kind === "bound" || binding.field(identity)?.kind !== "bound") return aggregates;
  return aggregates.map((aggregate) => {
    const { function: id, argument } = aggregate;
    const countsRecords = id === "distinct-count" && argument?.kind === "field" && argument.name === "_raw";
    return countsRecords
      ? { ...aggregate, argument: { kind: "field", name: identity, span: argument.span } }
      : aggregate;
  });
}

/** The columns that a step sets, or takes away. */
export function namesSet(plan: LogicalPlan): readonly string[] {
  switch (plan.kind) {
    case "extend":
    case "each-field":
      return plan.columns.map(({ name }) => name);
    case "transaction":
      return ownColumns(plan);
    case "rename":
      return plan.columns.flatMap(({ from, to }) => [from, to]);
    case "lookup":
      return plan.outputs.map(({ field }) => field);
    case "window":
      return plan.aggregates.map(({ name }) => name);
    case "unnest":
      return [plan.column];
    default:
      return [];
  }
}
