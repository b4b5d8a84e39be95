import { matchesEmpty } from "../regex/matches-empty.js";
import { rootOfPcre } from "../regex/root-of-pcre.js";
import type { Pcre } from "../regex/pcre.js";
import type { Call, ScalarExpression } from "./expression.js";
import { fieldsOf } from "./expression-visitor.js";

/**
 * Whether an expression may compute an empty text, as its value or as one of several, of values that are none:
 * `replace` may leave nothing, the piece between two delimiters may be empty. `isEmptyField` says it of the fields it
 * reads.
 */
export function mayBeEmpty(
  expression: ScalarExpression,
  isEmptyField: (name: string) => boolean = () => false,
): boolean {
  const part = (value: ScalarExpression): boolean => mayBeEmpty(value, isEmptyField);
  switch (expression.kind) {
    case "field":
      return isEmptyField(expression.name);
    case "literal":
      return expression.value === "";
    case "case":
      return (
        expression.arms.some(({ then }) => part(then)) ||
        (expression.otherwise !== undefined && part(expression.otherwise))
      );
    case "call":
      return callMayBeEmpty(expression, part);
    default:
      return false;
  }
}

function callMayBeEmpty(
  { function: called, arguments: given }: Call,
  part: (value: ScalarExpression) => boolean,
): boolean {
  const [first, second, third] = given;
  const ofFirst = first !== undefined && part(first);
  switch (called) {
    case "lower":
    case "upper":
    case "urldecode":
    case "tostring":
    case "nullif":
    case "mvindex":
    case "mvdedup":
    case "mvsort":
    case "mvreverse":
    case "mvjoin":
      return ofFirst;
    case "mvfilter":
      return (
        first !== undefined &&
        [...fieldsOf(first)].some((name) => part({ kind: "field", name, span: first.span }))
      );
    case "mvmap":
      return ofFirst || (second !== undefined && part(second));
    case "concat":
      return given.every(part);
    case "coalesce":
    case "mvappend":
      return given.some(part);
    case "replace":
      return ofFirst || !putsSomething(third);
    case "sed":
    case "trim":
    case "ltrim":
    case "rtrim":
    case "split":
      return true;
    case "substr":
      return ofFirst || !isBeginning(second, third);
    case "regex_capture":
    case "regex_capture_all":
      return !(second?.kind === "literal" && third?.kind === "literal") || mayCaptureNothing(second, third);
    default:
      return false;
  }
}

/** Whether a replacement has text of its own, and not only that of groups: what it is put into is not empty then. */
function putsSomething(replacement: ScalarExpression | undefined): boolean {
  if (replacement?.kind !== "literal") return false;
  return String(replacement.value).replace(/\\(?:\d|(.))/g, "$1") !== "";
}

/** The first characters of a text that is not empty. */
function isBeginning(start: ScalarExpression | undefined, length: ScalarExpression | undefined): boolean {
  const startsFirst = start?.kind === "literal" && (start.value === 0 || start.value === 1);
  const takesSome = length === undefined || (length.kind === "literal" && Number(length.value) >= 1);
  return startsFirst && takesSome;
}

type Literal = Extract<ScalarExpression, { readonly kind: "literal" }>;

function mayCaptureNothing(pattern: Literal, group: Literal): boolean {
  const root = rootOfPcre(String(pattern.value));
  const body = root === undefined ? undefined : groupIn(root, group.value);
  return body === undefined || matchesEmpty(body);
}

function groupIn(node: Pcre, group: Literal["value"]): Pcre | undefined {
  if (node.kind === "group" && (node.capture?.name === group || node.capture?.number === group))
    return node.body;
  for (const inner of partsOfPattern(node)) {
    const found = groupIn(inner, group);
    if (found !== undefined) return found;
  }
  return undefined;
}

function partsOfPattern(node: Pcre): readonly Pcre[] {
  switch (node.kind) {
    case "alternatives":
      return node.options;
    case "sequence":
      return node.items;
    case "group":
    case "repeat":
      return [node.body];
    case "backtracking":
      return node.body === undefined ? [] : [node.body];
    default:
      return [];
  }
}
