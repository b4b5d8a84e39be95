import { literal } from "../plan/build/index.js";
import type { Compare, ScalarExpression } from "../plan/expression.js";
import { mapExpression, mapExpressionsOf } from "../plan/expression-visitor.js";
import { fieldOf } from "../plan/log-source.js";
import type { LogicalPlan, Scan } from "../plan/plan.js";
import { foldConstants } from "../plan/simplify/fold-constants.js";
import { inputsOf, withInputs } from "../plan/visitor.js";
import { resolveScan, type BindingContext, type ScanBinding } from "./bind.js";
import { namesSet } from "./fold-paths.js";

/**
 * Works out tests with case of a field that the log writes in capitals, where `search` asked for its value before:
 * behind `type=EXECVE` the test `if(type="EXECVE", …)` is true.
 */
export function settleSpelledTests(plan: LogicalPlan, context: BindingContext): LogicalPlan {
  return settle(plan, (scan) => resolveScan(scan, context, plan)).plan;
}

interface Settled {
  readonly plan: LogicalPlan;
  /** The events' log; absent behind a step that has other rows. */
  readonly binding?: ScanBinding;
  /** The one value, in capitals, that such fields have in every row. */
  readonly known: ReadonlyMap<string, string>;
}

function settle(plan: LogicalPlan, bind: (scan: Scan) => ScanBinding | undefined): Settled {
  const inputs = inputsOf(plan).map((input) => settle(input, bind));
  const renewed = withInputs(
    plan,
    inputs.map((input) => input.plan),
  );
  if (renewed.kind === "scan") {
    const binding = bind(renewed);
    return { plan: renewed, known: new Map(), ...(binding === undefined ? {} : { binding }) };
  }
  const [main, ...others] = inputs;
  if (main?.binding === undefined || others.length > 0 || renewed.kind === "aggregate")
    return { plan: renewed, known: new Map() };
  const { binding, known } = main;
  if (renewed.kind === "filter")
    return { plan: renewed, binding, known: new Map([...known, ...valuesAsked(renewed.predicate, binding)]) };
  if (known.size === 0) return { plan: renewed, binding, known };
  // A step may set a field before another of its columns reads it.
  const kept = new Map([...known].filter(([name]) => !namesSet(renewed).includes(name)));
  const settled = mapExpressionsOf(renewed, (expression) => {
    const answered = mapExpression(expression, (part) => answer(part, kept));
    return answered === expression ? expression : foldConstants(answered);
  });
  return { plan: settled, binding, known: kept };
}

function valuesAsked(
  predicate: ScalarExpression,
  { source }: ScanBinding,
): readonly (readonly [string, string])[] {
  const tests = predicate.kind === "and" ? predicate.operands : [predicate];
  return tests.flatMap((test) => {
    const asked = textAsked(test);
    const isUpper = asked !== undefined && fieldOf(source, asked.field)?.spelled === "upper";
    return isUpper ? [[asked.field, asked.text.toUpperCase()] as const] : [];
  });
}

function answer(part: ScalarExpression, known: ReadonlyMap<string, string>): ScalarExpression {
  const asked = part.kind === "compare" && part.caseSensitive ? textAsked(part) : undefined;
  const value = asked === undefined ? undefined : known.get(asked.field);
  return asked === undefined || value === undefined ? part : literal(value === asked.text, part.span);
}

/** The field and the text of `field = "text"`; a number is compared in another way. */
function textAsked(
  test: ScalarExpression | Compare,
): { readonly field: string; readonly text: string } | undefined {
  if (test.kind !== "compare" || test.operator !== "=" || test.mode === "number") return undefined;
  if (test.left.kind !== "field" || test.right.kind !== "literal") return undefined;
  const { value } = test.right;
  return typeof value === "string" && /^[A-Za-z_]+$/.test(value)
    ? { field: test.left.name, text: value }
    : undefined;
}
