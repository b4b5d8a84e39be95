import { sigmaDiagnostics } from "../../diagnostics/codes/sigma.js";
import { fieldOf } from "../../plan/log-source.js";
import type { ScalarExpression } from "../../plan/expression.js";
import type { GroupKey } from "../../plan/plan.js";
import type { BackendContext } from "../../target/backend.js";
import type { ScanBinding } from "../../target/bind.js";

/**
 * The fields of the log that keys group by, in the order of the keys; a key that is the window itself or has one value
 * in every event of the log source groups nothing and is left out. Reports what stands in the way, and gives
 * `undefined` then.
 */
export function groupFields(
  keys: readonly GroupKey[],
  binding: ScanBinding,
  context: BackendContext,
): readonly GroupField[] | undefined {
  const grouping = keys.filter(({ expression }) => !isBucket(expression) && !isConstant(expression, binding));
  const fields = grouping.map((key) => {
    const column = groupField(key, binding, context);
    return column === undefined ? undefined : { name: key.name, column };
  });
  return fields.every((field) => field !== undefined) ? fields : undefined;
}

/** A key of the search and the field of the log that it is. */
export interface GroupField {
  readonly name: string;
  readonly column: string;
}

function isConstant(expression: ScalarExpression, binding: ScanBinding): boolean {
  if (expression.kind !== "field") return expression.kind === "literal" && expression.value !== null;
  const bound = binding.field(expression.name);
  return bound?.kind === "bound" && bound.expression.kind === "literal";
}

function groupField(
  { name, expression, fill, span }: GroupKey,
  binding: ScanBinding,
  context: BackendContext,
): string | undefined {
  const bound = expression.kind === "field" ? binding.field(expression.name) : undefined;
  if (expression.kind !== "field" || bound?.kind !== "bound" || bound.expression.kind !== "column") {
    context.report(sigmaDiagnostics["computed-group-key"](span, { key: name }));
    return undefined;
  }
  const filled = fill?.value ?? bound.fill;
  if (filled !== undefined && !isAlways(expression.name, binding)) {
    context.report(sigmaDiagnostics["group-key-fill"](span, { field: name, fill: String(filled) }));
    return undefined;
  }
  return bound.expression.name;
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
