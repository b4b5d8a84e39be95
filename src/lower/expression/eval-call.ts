import type { EvalCall, EvalExpression } from "../../../grammar/ast.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { call, literal, negation } from "../../plan/build/index.js";
import type { Case, ScalarExpression } from "../../plan/expression.js";
import { isFunctionName, signatureOf, type FunctionName } from "../../plan/functions/index.js";
import { columnOf } from "../../plan/row-type.js";
import { withColumns } from "../../plan/build/rows.js";
import { typeOf } from "../../plan/type-of.js";
import { allOrNone } from "../all-or-none.js";
import { arityOf, checkArity, type Arity } from "./arity.js";
import { lowerMembership, reportMultivalue } from "./eval-comparison.js";
import type { EvalScope, LowerPart } from "./eval-scope.js";
import { lowerCidrmatch, lowerLike, lowerMatch } from "./pattern-call.js";
import { lowerSearchExpression } from "./search-expression.js";

/** Functions that are expressions of the plan rather than calls, with the number of their arguments. */
const special = {
  if: { minimum: 3, maximum: 3 },
  case: { minimum: 2 },
  validate: { minimum: 2 },
  in: { minimum: 2 },
  match: { minimum: 2, maximum: 2 },
  like: { minimum: 2, maximum: 2 },
  cidrmatch: { minimum: 2, maximum: 2 },
  searchmatch: { minimum: 1, maximum: 1 },
  isnull: { minimum: 1, maximum: 1 },
  isnotnull: { minimum: 1, maximum: 1 },
  null: { minimum: 0, maximum: 0 },
  true: { minimum: 0, maximum: 0 },
  false: { minimum: 0, maximum: 0 },
} as const;

type SpecialName = keyof typeof special;

function isSpecial(name: string): name is SpecialName {
  return Object.hasOwn(special, name);
}

/** Other names of functions of the table. */
const aliases: Readonly<Record<string, FunctionName>> = {
  ceil: "ceiling",
  length: "len",
  ifnull: "coalesce",
};

/**
 * Functions that ask for the text of a search, for a table by the keys of an object, or for the events around: they are
 * known, and no expression over one row has their value. `cluster` and `getfields` stand in Splunk's own grammar only.
 */
const withoutMeaning: ReadonlyMap<string, Arity> = new Map<string, Arity>([
  ["cluster", { minimum: 1 }],
  ["commands", { minimum: 1, maximum: 1 }],
  ["getfields", { minimum: 0, maximum: 1 }],
  ["lookup", { minimum: 3, maximum: 3 }],
]);

/** The meaning of a call: an expression of its own, or a function of the table with its arguments checked. */
export function lowerEvalCall(
  expression: EvalCall,
  scope: EvalScope,
  lowerPart: LowerPart<EvalExpression>,
): ScalarExpression | undefined {
  const { name, arguments: args, nameSpan, span } = expression;
  if (isSpecial(name)) {
    if (!checkArity(name, special[name], args.length, span, scope)) return undefined;
    return lowerSpecial(name, expression, scope, lowerPart);
  }
  const id = aliases[name] ?? name;
  if (!isFunctionName(id)) {
    const arity = withoutMeaning.get(name);
    if (arity === undefined || checkArity(name, arity, args.length, span, scope))
      scope.report(lowerDiagnostics["refused-function"](nameSpan, { name }));
    return undefined;
  }
  if (!checkArity(name, arityOf(id), args.length, span, scope)) return undefined;
  if (id === "mvfilter" || id === "mvmap") return lowerPerValue(id, expression, scope, lowerPart);
  const inner = id === "coalesce" ? withOptional(scope, args) : scope;
  const lowered = allOrNone(args, (argument) => lowerPart(argument, inner));
  if (lowered === undefined || reportMultivalue(singleArguments(id, lowered), span, scope)) return undefined;
  return call(id, lowered, scope.row, span);
}

/** A scope in which fields that stand by themselves among these expressions may be lost. */
function withOptional(scope: EvalScope, expressions: readonly EvalExpression[]): EvalScope {
  const names = expressions.flatMap((each) => (each.kind === "eval-field" ? [each.name] : []));
  return { ...scope, optional: new Set([...(scope.optional ?? []), ...names]) };
}

/** The fields of which a condition asks that they are there. */
function fieldsAskedFor(condition: EvalExpression): readonly EvalExpression[] {
  if (condition.kind === "eval-binary" && condition.operator === "and")
    return [...fieldsAskedFor(condition.left), ...fieldsAskedFor(condition.right)];
  return condition.kind === "eval-call" && condition.name === "isnotnull" ? condition.arguments : [];
}

/** Functions of one value that are documented to work on each value of a multivalue field. */
const perValue: ReadonlySet<FunctionName> = new Set<FunctionName>(["lower", "upper"]);

/** The arguments of a call that stand where the function takes one value. */
function singleArguments(id: FunctionName, args: readonly ScalarExpression[]): readonly ScalarExpression[] {
  const { parameters } = signatureOf(id);
  const last = parameters.at(-1);
  return perValue.has(id)
    ? []
    : args.filter((_, index) => ((parameters[index] ?? last)?.type ?? "any") !== "any");
}

function lowerSpecial(
  name: SpecialName,
  { arguments: args, span }: EvalCall,
  scope: EvalScope,
  lowerPart: LowerPart<EvalExpression>,
): ScalarExpression | undefined {
  const [first, second, third] = args;
  switch (name) {
    case "null":
      return literal(null, span);
    case "true":
      return literal(true, span);
    case "false":
      return literal(false, span);
    case "isnull":
    case "isnotnull": {
      const value = first === undefined ? undefined : lowerPart(first, withOptional(scope, args));
      if (value === undefined) return undefined;
      const present: ScalarExpression = { kind: "is-present", value, span };
      return name === "isnotnull" ? present : negation(present, span);
    }
    case "if": {
      if (first === undefined || second === undefined || third === undefined) return undefined;
      const arm = lowerArm(first, second, scope, lowerPart);
      const otherwise = lowerPart(third, scope);
      return arm === undefined || otherwise === undefined
        ? undefined
        : { kind: "case", arms: [arm], otherwise, span };
    }
    case "case":
    case "validate":
      return lowerCase(name, args, span, scope, lowerPart);
    case "in": {
      const lowered = allOrNone(args, (argument) => lowerPart(argument, scope));
      const [value, ...options] = lowered ?? [];
      return value === undefined ? undefined : lowerMembership(value, options, span, scope);
    }
    case "match":
    case "like": {
      const value = first === undefined ? undefined : lowerPart(first, scope);
      if (value === undefined || second === undefined) return undefined;
      return (name === "match" ? lowerMatch : lowerLike)(value, second, span, scope, lowerPart);
    }
    case "cidrmatch": {
      const value = second === undefined ? undefined : lowerPart(second, scope);
      return first === undefined || value === undefined
        ? undefined
        : lowerCidrmatch(first, value, span, scope);
    }
    case "searchmatch": {
      if (first?.kind !== "eval-string") {
        scope.report(lowerDiagnostics["computed-pattern"](span, { construct: name }));
        return undefined;
      }
      const parsed = scope.parseSearchText(first.value, first.span);
      return parsed === undefined ? undefined : lowerSearchExpression(parsed, scope);
    }
  }
}

function lowerCase(
  name: "case" | "validate",
  args: readonly EvalExpression[],
  span: EvalCall["span"],
  scope: EvalScope,
  lowerPart: LowerPart<EvalExpression>,
): ScalarExpression | undefined {
  if (args.length % 2 !== 0) {
    scope.report(lowerDiagnostics["unpaired-arguments"](span, { name, count: args.length }));
    return undefined;
  }
  const pairs = args.flatMap((condition, index) => {
    const value = args[index + 1];
    return index % 2 === 0 && value !== undefined ? [{ condition, value }] : [];
  });
  const arms = allOrNone(pairs, ({ condition, value }) => lowerArm(condition, value, scope, lowerPart));
  if (arms === undefined) return undefined;
  if (name === "validate")
    return {
      kind: "case",
      arms: arms.map(({ when, then }) => ({ when: negation(when, when.span), then })),
      span,
    };
  return caseOf(arms, span);
}

/** An arm whose condition is the constant true is the default. */
function caseOf(arms: Case["arms"], span: EvalCall["span"]): Case {
  const last = arms.findIndex(({ when }) => isTautology(when));
  if (last === -1) return { kind: "case", arms, span };
  const otherwise = arms[last]?.then;
  return {
    kind: "case",
    arms: arms.slice(0, last),
    ...(otherwise === undefined ? {} : { otherwise }),
    span,
  };
}

function isTautology(when: ScalarExpression): boolean {
  if (when.kind === "literal") return when.value === true;
  return (
    when.kind === "compare" &&
    when.operator === "=" &&
    when.left.kind === "literal" &&
    when.right.kind === "literal" &&
    when.left.value !== null &&
    when.left.value === when.right.value
  );
}

function lowerArm(
  condition: EvalExpression,
  value: EvalExpression,
  scope: EvalScope,
  lowerPart: LowerPart<EvalExpression>,
): Case["arms"][number] | undefined {
  const when = lowerPart(condition, scope);
  const then = lowerPart(value, withOptional(scope, fieldsAskedFor(condition)));
  if (when !== undefined && typeOf(when, scope.row).type !== "boolean") {
    scope.report(lowerDiagnostics["not-boolean"](condition.span, {}));
    return undefined;
  }
  return when === undefined || then === undefined ? undefined : { when, then };
}

/** `mvfilter(predicate)` and `mvmap(field, expression)`: the field stands for one value at a time. */
function lowerPerValue(
  id: "mvfilter" | "mvmap",
  { arguments: args, span }: EvalCall,
  scope: EvalScope,
  lowerPart: LowerPart<EvalExpression>,
): ScalarExpression | undefined {
  const [first, second, third] = args;
  const field = id === "mvfilter" ? undefined : third?.kind === "eval-string" ? third.value : nameOf(first);
  const names = first === undefined ? new Set<string>() : fieldNamesIn(first);
  const perValue = field ?? (names.size === 1 ? [...names][0] : undefined);
  if (perValue === undefined) {
    scope.report(lowerDiagnostics["one-field-per-value"](span, { name: id }));
    return undefined;
  }
  const column = columnOf(scope.row, perValue);
  const inner: EvalScope = {
    ...scope,
    perValue,
    row:
      column === undefined
        ? scope.row
        : withColumns(scope.row, [[perValue, { ...column, multivalue: false }]]),
    report: (diagnostic) => scope.report(diagnostic),
    parseSearchText: (text, at) => scope.parseSearchText(text, at),
  };
  const lowered = allOrNone(args, (argument) =>
    lowerPart(argument, id === "mvmap" && argument === first ? scope : inner),
  );
  if (lowered === undefined || (id === "mvmap" && second === undefined)) return undefined;
  return call(id, lowered, scope.row, span);
}

function nameOf(expression: EvalExpression | undefined): string | undefined {
  return expression?.kind === "eval-field" ? expression.name : undefined;
}

function fieldNamesIn(expression: EvalExpression): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (part: EvalExpression): void => {
    switch (part.kind) {
      case "eval-field":
        names.add(part.name);
        break;
      case "eval-unary":
        visit(part.operand);
        break;
      case "eval-binary":
        visit(part.left);
        visit(part.right);
        break;
      case "eval-in":
        visit(part.value);
        part.options.forEach(visit);
        break;
      case "eval-call":
        part.arguments.forEach(visit);
        break;
      case "eval-string":
      case "eval-number":
      case "eval-subsearch":
        break;
    }
  };
  visit(expression);
  return names;
}
