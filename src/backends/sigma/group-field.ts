import { sigmaDiagnostics } from "../../diagnostics/codes/sigma.js";
import { fieldOf } from "../../plan/log-source.js";
import type { ScalarExpression } from "../../plan/expression.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { GroupKey } from "../../plan/plan.js";
import type { BackendContext } from "../../target/backend.js";
import type { ScanBinding } from "../../target/bind.js";
import { missingFieldsDifference, wholePathsDifference } from "../../target/difference.js";
import type { Span } from "../../source/source-text.js";
import { fieldCases, type FieldCase } from "./field-cases.js";

/** A key of the search and the field of the log that it is. */
export interface GroupField {
  readonly name: string;
  readonly column: string;
  /** The key is the name at the end of what the field holds. */
  readonly isEnd?: true;
}

/** Events that are grouped by the same fields of the log, and what holds of them. */
export interface Grouping {
  readonly fields: readonly GroupField[];
  readonly when: readonly ScalarExpression[];
}

/**
 * The fields of the log that keys group by, in the order of the keys; a key that is the window itself or has one value
 * in every event of the log source groups nothing and is left out. A key that is one field in some events and another in
 * others (`coalesce`) makes a grouping for each. Reports what stands in the way, and gives `undefined` then.
 */
export function groupings(
  keys: readonly GroupKey[],
  binding: ScanBinding,
  context: BackendContext,
): readonly Grouping[] | undefined {
  let all: readonly Grouping[] | undefined = [{ fields: [], when: [] }];
  for (const key of keys) {
    if (isBucket(key.expression) || isConstant(key.expression, binding)) continue;
    const cases = groupCases(key, binding, context);
    if (cases === undefined || all === undefined || all.length * cases.length > mostGroupings) {
      if (cases !== undefined && all !== undefined) reportComputed(key, context);
      all = undefined;
      continue;
    }
    all = all.flatMap(({ fields, when }) =>
      cases.map((each) => ({
        fields: [...fields, groupField(key.name, each)],
        when: [...when, ...each.when],
      })),
    );
  }
  return all;
}

/** More groupings than this make more rules than anyone would read. */
const mostGroupings = 8;

function groupField(name: string, { column, isEnd }: FieldCase): GroupField {
  return { name, column, ...(isEnd === undefined ? {} : { isEnd }) };
}

function isConstant(expression: ScalarExpression, binding: ScanBinding): boolean {
  if (expression.kind !== "field") return expression.kind === "literal" && expression.value !== null;
  const bound = binding.field(expression.name);
  return bound?.kind === "bound" && bound.expression.kind === "literal";
}

function groupCases(key: GroupKey, binding: ScanBinding, context: BackendContext) {
  const { name, expression, fill, span } = key;
  const cases = fieldCases(expression, binding);
  if (cases === undefined) {
    reportComputed(key, context);
    return undefined;
  }
  const ends = cases.flatMap(({ isEnd, column }) => (isEnd ? [column] : []));
  if (ends.length > 0 && !takesWhole(span, name, ends, context)) return undefined;
  const bound = expression.kind === "field" ? binding.field(expression.name) : undefined;
  const filled = fill?.value ?? (bound?.kind === "bound" ? bound.fill : undefined);
  if (filled === undefined || (expression.kind === "field" && isInEveryEvent(expression.name, binding)))
    return cases;
  const refused = sigmaDiagnostics["group-key-fill"](span, { field: name, fill: String(filled) });
  if (!takesMissing(refused, context)) return undefined;
  return cases.map((each) => ({ ...each, when: [...each.when, hasColumn(each.column, span)] }));
}

/** Whether events that lack a filled field are left out, and says so; reports where that is not accepted. */
export function takesMissing(refused: Diagnostic, context: BackendContext): boolean {
  const accepts = context.settings.accept.has(missingFieldsDifference);
  if (accepts) context.differ(missingFieldsDifference);
  else context.report(refused);
  return accepts;
}

export function hasColumn(name: string, span: Span): ScalarExpression {
  return { kind: "is-present", value: { kind: "column", name, type: "unknown", span }, span };
}

/** Whether whole values are taken for the names at their ends, and says so; reports where that is not accepted. */
export function takesWhole(
  span: Span,
  name: string,
  columns: readonly string[],
  context: BackendContext,
): boolean {
  if (context.settings.accept.has(wholePathsDifference)) {
    context.differ(wholePathsDifference);
    return true;
  }
  context.report(sigmaDiagnostics["whole-path"](span, { name, columns }));
  return false;
}

function reportComputed({ name, span }: GroupKey, context: BackendContext): void {
  context.report(sigmaDiagnostics["computed-group-key"](span, { key: name }));
}

/** Whether every event of the log has the field, so that no fill of the source or the search comes into it. */
export function isInEveryEvent(name: string, binding: ScanBinding): boolean {
  const bound = binding.field(name);
  const field = fieldOf(binding.source, name);
  return (
    (bound?.kind === "bound" && bound.always === true) || (field?.always === true && field.fill === undefined)
  );
}

/** Whether every event has the field: by what the source is, or by what its home in Sigma is. */
export function isAlways(name: string, binding: ScanBinding): boolean {
  const bound = binding.field(name);
  return (
    (bound?.kind === "bound" && bound.always === true) || (fieldOf(binding.source, name)?.always ?? false)
  );
}

/** The fields of Sigma that every event has by what the home says; a fill of the source fills no field of the log. */
export function alwaysColumns(binding: ScanBinding): ReadonlySet<string> {
  const columns = [...binding.source.fields.keys()].flatMap((name) => {
    const bound = binding.field(name);
    return bound?.kind === "bound" && bound.always === true && bound.expression.kind === "column"
      ? [bound.expression.name]
      : [];
  });
  return new Set(columns);
}

/** Whether a key is the time in steps, which is the window of a correlation. */
function isBucket(expression: ScalarExpression): boolean {
  return (
    expression.kind === "call" &&
    expression.function === "bucket" &&
    expression.arguments[0]?.kind === "field" &&
    expression.arguments[0].name === "_time"
  );
}
