import { list, type Expression } from "./expression.js";
import { conjunction, disjunction, negation } from "./truth.js";

/** What the simplification of conditions has to know of a language. */
export interface SimplifyLanguage {
  /** The value of a test for presence or absence, with a name that is the same for the same value. */
  presence(expression: Expression): { readonly value: string; readonly present: boolean } | undefined;
  /** The value without which the condition, a plain test, cannot be true. */
  needs(expression: Expression): string | undefined;
  /** The operator of a test against a list, for a test against one literal; alternatives of one value are joined. */
  listOperator(operator: string): string | undefined;
}

type Facts = ReadonlyMap<string, boolean>;

/**
 * The same condition without what the rest of it says already: a test for presence beside a test of the value, the
 * absence of what another alternative found present. It is true exactly where the condition was.
 */
export function simplified(expression: Expression, language: SimplifyLanguage): Expression {
  return simplify(expression, new Map(), language);
}

function simplify(expression: Expression, facts: Facts, language: SimplifyLanguage): Expression {
  const presence = language.presence(expression);
  if (presence !== undefined) {
    const known = facts.get(presence.value);
    return known === undefined ? expression : { kind: "boolean", value: known === presence.present };
  }
  if (expression.kind !== "operation") return expression;
  switch (expression.operator) {
    case "and":
      return simplifyAll(expression.operands, facts, language);
    case "or":
      return simplifyAny(expression.operands, facts, language);
    case "not": {
      const [operand] = expression.operands;
      return operand === undefined ? expression : negation(simplify(operand, facts, language));
    }
    default:
      return expression;
  }
}

function simplifyAll(operands: readonly Expression[], facts: Facts, language: SimplifyLanguage): Expression {
  const needed = new Set(operands.flatMap((operand) => language.needs(operand) ?? []));
  const rest = operands.filter((operand) => {
    const presence = language.presence(operand);
    return presence?.present !== true || !needed.has(presence.value);
  });
  const inner = new Map(facts);
  for (const value of needed) inner.set(value, true);
  for (const operand of rest) {
    const presence = language.presence(operand);
    if (presence !== undefined && !facts.has(presence.value)) inner.set(presence.value, presence.present);
  }
  const parts = rest.map((operand) =>
    simplify(operand, language.presence(operand) === undefined ? inner : facts, language),
  );
  return conjunction(parts);
}

function simplifyAny(operands: readonly Expression[], facts: Facts, language: SimplifyLanguage): Expression {
  const inner = new Map(facts);
  for (const operand of operands) {
    const presence = language.presence(operand);
    if (presence !== undefined && !facts.has(presence.value)) inner.set(presence.value, !presence.present);
  }
  const parts = operands.map((operand) =>
    simplify(operand, language.presence(operand) === undefined ? inner : facts, language),
  );
  const joined = disjunction(parts);
  return joined.kind === "operation" && joined.operator === "or"
    ? disjunction(joinedAlternatives(joined.operands, language))
    : joined;
}

/** `f : "a" or f : "b"` as `f : ("a", "b")`, in the place of the first. */
function joinedAlternatives(
  operands: readonly Expression[],
  language: SimplifyLanguage,
): readonly Expression[] {
  const groups = new Map<
    string,
    { readonly operator: string; readonly value: Expression; options: Expression[] }
  >();
  const order: (string | Expression)[] = [];
  for (const operand of operands) {
    const [value, option] = operand.kind === "operation" ? operand.operands : [];
    const operator = operand.kind === "operation" ? language.listOperator(operand.operator) : undefined;
    if (operator === undefined || value === undefined || option === undefined) {
      order.push(operand);
      continue;
    }
    const key = `${operator} ${JSON.stringify(value)}`;
    const group = groups.get(key);
    const options = option.kind === "list" ? option.items : [option];
    if (group === undefined) {
      groups.set(key, { operator, value, options: [...options] });
      order.push(key);
    } else group.options.push(...options);
  }
  return order.map((item) => {
    if (typeof item !== "string") return item;
    const group = groups.get(item);
    const alone = operands.find(
      (operand) =>
        operand.kind === "operation" &&
        language.listOperator(operand.operator) !== undefined &&
        `${language.listOperator(operand.operator) ?? ""} ${JSON.stringify(operand.operands[0])}` === item,
    );
    if (group === undefined || alone === undefined) throw new Error("an alternative without its group");
    const single = group.options.length === 1;
    return single
      ? alone
      : { kind: "operation", operator: group.operator, operands: [group.value, list(group.options)] };
  });
}
