import {
  boolean,
  chain,
  list,
  operation,
  sameExpression,
  template,
  type Expression,
} from "../../shared/expression.js";

/** All of them; what is always true is left out. */
export function allOf(operands: readonly Expression[]): Expression {
  const open = listed(distinct(operands.filter((operand) => !isBoolean(operand, true))), inequalities);
  if (open.some((operand) => isBoolean(operand, false))) return boolean(false);
  return open.length === 0 ? boolean(true) : chain("and", open);
}

/** Any of them; what is never true is left out, and equalities of one column become a list. */
export function anyOf(operands: readonly Expression[]): Expression {
  const open = listed(distinct(operands.filter((operand) => !isBoolean(operand, false))), equalities);
  if (open.some((operand) => isBoolean(operand, true))) return boolean(true);
  if (open.length === 0) return boolean(false);
  return chain("or", listedBesideShared(open));
}

/** Alternatives that differ in one equality as one, with a list and what they share, where the first of them stands. */
function listedBesideShared(operands: readonly Expression[]): readonly Expression[] {
  const groups = new Map<string, Alternative[]>();
  const placed = operands.map((operand): Expression | string => {
    const found = alternativeOf(operand);
    if (found === undefined) return operand;
    const key = JSON.stringify(found.shared);
    groups.set(key, [...(groups.get(key) ?? []), found]);
    return key;
  });
  return placed.flatMap((operand) => {
    if (typeof operand !== "string") return [operand];
    const group = groups.get(operand) ?? [];
    groups.delete(operand);
    const [first] = group;
    const choice = listed(
      group.map(({ equality }) => equality),
      equalities,
    );
    if (first === undefined) return [];
    if (choice.length === 1) return [allOf([...choice, ...first.shared])];
    return group.map(({ equality, shared }) => allOf([equality, ...shared]));
  });
}

/** An equality and what has to hold beside it. */
interface Alternative {
  readonly equality: Expression;
  readonly shared: readonly Expression[];
}

function alternativeOf(operand: Expression): Alternative | undefined {
  const [equality, ...shared] = conjuncts(operand);
  const isEquality = equality?.kind === "operation" && equalities.has(equality.operator);
  return isEquality && shared.length > 0 ? { equality, shared } : undefined;
}

function distinct(operands: readonly Expression[]): readonly Expression[] {
  return operands.filter(
    (operand, index) => operands.findIndex((other) => sameExpression(other, operand)) === index,
  );
}

const equalities: ReadonlyMap<string, string> = new Map([
  ["==", "in"],
  ["=~", "in~"],
]);

const inequalities: ReadonlyMap<string, string> = new Map([
  ["!=", "!in"],
  ["!~", "!in~"],
]);

/** Comparisons of one column with literals by one operator as one, where the first of them stands. */
function listed(operands: readonly Expression[], lists: ReadonlyMap<string, string>): readonly Expression[] {
  const groups = new Map<string, Expression[]>();
  const placed = operands.map((operand): Expression | string => {
    if (operand.kind !== "operation") return operand;
    const [left, right] = operand.operands;
    const isLiteral = right?.kind === "text" || right?.kind === "number";
    if (!lists.has(operand.operator) || left?.kind !== "name" || !isLiteral) return operand;
    const key = `${operand.operator} ${right.kind} ${left.name}`;
    const group = groups.get(key);
    groups.set(key, [...(group ?? []), operand]);
    return key;
  });
  return placed.flatMap((operand) => {
    if (typeof operand !== "string") return [operand];
    const group = groups.get(operand) ?? [];
    groups.delete(operand);
    return group.length < 2 ? group : [asList(group, lists)];
  });
}

function asList(group: readonly Expression[], lists: ReadonlyMap<string, string>): Expression {
  const operations = group.flatMap((each) => (each.kind === "operation" ? [each] : []));
  const [first] = operations;
  const column = first?.operands[0];
  const operator = first === undefined ? undefined : lists.get(first.operator);
  if (column === undefined || operator === undefined) return chain("and", group);
  const literals = operations.flatMap(({ operands }) => operands[1] ?? []);
  return operation(operator, column, list(distinct(literals)));
}

/** What a conjunction holds, or the one test. */
export function conjuncts(test: Expression): readonly Expression[] {
  return test.kind === "operation" && test.operator === "and" ? test.operands : [test];
}

/** `not(…)`; only for an expression that is never null. */
export function negated(operand: Expression): Expression {
  return operand.kind === "boolean" ? boolean(!operand.value) : template("not({0})", [operand]);
}

export function isBoolean(expression: Expression, value: boolean): boolean {
  return expression.kind === "boolean" && expression.value === value;
}
