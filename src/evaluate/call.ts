import type { Call, ScalarExpression } from "../plan/expression.js";
import { signatureOf } from "../plan/functions/index.js";
import { partsOf } from "../plan/expression-visitor.js";
import type { EvaluationContext } from "./context.js";
import { compileExpression, compilePredicate, type Evaluator } from "./expression.js";
import { implementations } from "./functions/index.js";
import { singlesOf, valueOf, type RowAccess, type Value } from "./value.js";

/** Turns the call of a function into a function of a row. */
export function compileCall(call: Call, context: EvaluationContext): Evaluator {
  if (call.function === "mvmap") return compileMap(call, context);
  if (call.function === "mvfilter") return compileFilter(call, context);
  const implementation = implementations[call.function];
  const { missing } = signatureOf(call.function);
  const values = call.arguments.map((argument) => compileExpression(argument, context));
  const textLiterals = call.arguments.map(
    (argument) => argument.kind === "literal" && typeof argument.value === "string",
  );
  const site = { context, span: call.span, textLiterals };
  if (missing !== "propagate")
    return (row) =>
      implementation(
        values.map((value) => value(row)),
        site,
      );
  return (row) => {
    const computed: Value[] = [];
    for (const value of values) {
      const result = value(row);
      if (result === null) return null;
      computed.push(result);
    }
    return implementation(computed, site);
  };
}

/** `mvmap(f, expression)`: the expression for each value, where the name of the field stands for that value. */
function compileMap(call: Call, context: EvaluationContext): Evaluator {
  const [input, body, alias] = call.arguments;
  if (input === undefined || body === undefined) return () => null;
  const name =
    alias?.kind === "literal" && typeof alias.value === "string"
      ? alias.value
      : input.kind === "field"
        ? input.name
        : undefined;
  const value = compileExpression(input, context);
  const compute = compileExpression(body, context);
  return (row) => {
    const singles = singlesOf(value(row));
    if (name === undefined) return valueOf(singles.flatMap(() => singlesOf(compute(row))));
    return withBinding(row, name, (bind) =>
      valueOf(
        singles.flatMap((single) => {
          bind(single);
          return singlesOf(compute(row));
        }),
      ),
    );
  };
}

/** `mvfilter(predicate)`: the values of the one field it names that satisfy it. */
function compileFilter(call: Call, context: EvaluationContext): Evaluator {
  const [condition] = call.arguments;
  const name = condition === undefined ? undefined : firstField(condition);
  if (condition === undefined || name === undefined) return () => null;
  const test = compilePredicate(condition, context);
  return (row) => {
    const singles = singlesOf(row.get(name) ?? null);
    return withBinding(row, name, (bind) =>
      valueOf(
        singles.filter((single) => {
          bind(single);
          return test(row) === true;
        }),
      ),
    );
  };
}

function firstField(expression: ScalarExpression): string | undefined {
  if (expression.kind === "field") return expression.name;
  for (const child of partsOf(expression)) {
    const name = firstField(child);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** Lets a column of the row stand for other values, and puts it back. */
function withBinding(row: RowAccess, name: string, run: (bind: (value: Value) => void) => Value): Value {
  const had = row.has(name);
  const before = row.get(name) ?? null;
  const result = run((value) => row.set(name, value));
  if (had) row.set(name, before);
  else row.delete(name);
  return result;
}
