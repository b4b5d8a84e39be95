import { sigmaDiagnostics } from "../../diagnostics/codes/sigma.js";
import { fieldOf } from "../../plan/log-source.js";
import type { ScalarExpression } from "../../plan/expression.js";
import type { GroupKey } from "../../plan/plan.js";
import type { BackendContext } from "../../target/backend.js";
import type { ScanBinding } from "../../target/bind.js";
import { fieldCases } from "./field-cases.js";

/** A key of the search and the field of the log that it is. */
export interface GroupField {
  readonly name: string;
  readonly column: string;
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
        fields: [...fields, { name: key.name, column: each.column }],
        when: [...when, ...each.when],
      })),
    );
  }
  return all;
}

/** More groupings than this make more rules than anyone would read. */
const mostGroupings = 8;

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
  const bound = expression.kind === "field" ? binding.field(expression.name) : undefined;
  const filled = fill?.value ?? (bound?.kind === "bound" ? bound.fill : undefined);
  if (filled !== undefined && !(expression.kind === "field" && isAlways(expression.name, binding))) {
    context.report(sigmaDiagnostics["group-key-fill"](span, { field: name, fill: String(filled) }));
    return undefined;
  }
  return cases;
}

function reportComputed({ name, span }: GroupKey, context: BackendContext): void {
  context.report(sigmaDiagnostics["computed-group-key"](span, { key: name }));
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
