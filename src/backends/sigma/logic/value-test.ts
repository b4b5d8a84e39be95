import type { Call, CompareOperator } from "../../../plan/expression.js";
import type { Span } from "../../../source/source-text.js";
import { EvaluationContext } from "../../../evaluate/context.js";
import { compareSingles, satisfies } from "../../../evaluate/comparison.js";
import { compileExpression } from "../../../evaluate/expression.js";
import type { Value } from "../../../evaluate/value.js";
import { networkTest } from "../../../evaluate/network.js";
import { compileRegex } from "../../../evaluate/regex/regex.js";
import { accepts, type Automaton } from "../../../regex/automaton/automaton.js";
import { computedFrom } from "./computed-of.js";
import type { SigmaPart } from "./escape.js";

/** What a search asks of one value, whatever the value is computed from. */
export type ValueTest = { readonly span: Span } & (
  | {
      readonly kind: "equal";
      readonly value: string | number | boolean;
      readonly caseSensitive: boolean;
      /** Also a text that reads as a number is compared as a text. */
      readonly asText?: true;
    }
  | {
      readonly kind: "order";
      readonly operator: OrderOperator;
      readonly value: number;
      readonly certain: boolean;
    }
  | { readonly kind: "parts"; readonly parts: readonly SigmaPart[]; readonly caseSensitive: boolean }
  | { readonly kind: "regex"; readonly source: string; readonly ignoreCase: boolean }
  | { readonly kind: "network"; readonly cidr: string }
  | { readonly kind: "present" }
  /** The value is one of a set of texts, or it is with the line feed at its end left out. */
  | { readonly kind: "among"; readonly texts: Automaton }
  /** What the call makes of the value passes. */
  | { readonly kind: "computed"; readonly call: Call; readonly asked: ValueTest }
);

export type OrderOperator = Exclude<CompareOperator, "=" | "!=">;

/** Whether a constant passes; `undefined` where that cannot be told here. */
export function constantPasses(
  constant: string | number | boolean | null,
  asked: ValueTest,
): boolean | undefined {
  if (constant === null) return false;
  switch (asked.kind) {
    case "present":
      return true;
    case "equal":
      if (typeof asked.value === "number" || typeof constant === "number")
        return Number(constant) === Number(asked.value) && String(constant).trim() !== "";
      return asked.caseSensitive
        ? String(constant) === String(asked.value)
        : String(constant).toLowerCase() === String(asked.value).toLowerCase();
    case "order":
      return orderPasses(constant, asked);
    case "parts":
      return matchesParts(String(constant), asked.parts, asked.caseSensitive);
    case "regex": {
      const compiled = compileRegex(asked.source, { caseSensitive: !asked.ignoreCase });
      return "regex" in compiled ? compiled.regex.find(String(constant)) !== undefined : undefined;
    }
    case "network":
      return networkTest(asked.cidr)?.(String(constant));
    case "among":
      return [String(constant), String(constant).replace(/\n$/, "")].some((text) =>
        accepts(asked.texts, text),
      );
    case "computed":
      return computedPasses(constant, asked.call, asked.asked);
  }
}

/** What a search says of a constant that it orders by: a number, or a text that is compared with the digits of one. */
function orderPasses(
  constant: string | number | boolean,
  { operator, value, certain }: Extract<ValueTest, { readonly kind: "order" }>,
): boolean | undefined {
  const passes = [true, false].map((caseSensitive) => {
    const order = compareSingles(constant, value, certain ? "number" : "auto", caseSensitive);
    return order !== undefined && satisfies(order, operator);
  });
  return passes[0] === passes[1] ? passes[0] : undefined;
}

function computedPasses(
  constant: string | number | boolean,
  call: Call,
  asked: ValueTest,
): boolean | undefined {
  const text = { kind: "literal", value: String(constant), span: asked.span } as const;
  const value = compileExpression(computedFrom(call, text), new EvaluationContext({ now: 0 }))(new Map());
  return isSingle(value) ? constantPasses(value, asked) : undefined;
}

function isSingle(value: Value): value is string | number | boolean | null {
  return value === null || typeof value !== "object";
}

function matchesParts(text: string, parts: readonly SigmaPart[], caseSensitive: boolean): boolean {
  const source = parts
    .map((part) => (part.kind === "any" ? ".*" : part.kind === "one" ? "." : regexEscaped(part.text)))
    .join("");
  return new RegExp(`^${source}$`, caseSensitive ? "su" : "siu").test(text);
}

function regexEscaped(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}/]/g, "\\$&");
}

/** PCRE counts no further in a quantifier. */
const mostCounted = 65_535;

/**
 * The least and the most whole number that pass a test, as far as a regular expression can count; no most: no limit.
 * `undefined` for any other test.
 */
export function lengthRange(asked: ValueTest): readonly [number, number | undefined] | undefined {
  const range = wholeNumbers(asked);
  return range !== undefined && Math.max(range[0], range[1] ?? 0) <= mostCounted ? range : undefined;
}

function wholeNumbers(asked: ValueTest): readonly [number, number | undefined] | undefined {
  if (asked.kind === "present") return [0, undefined];
  if (asked.kind === "equal") {
    const length = Number(asked.value);
    return Number.isInteger(length) && length >= 0 ? [length, length] : undefined;
  }
  if (asked.kind !== "order") return undefined;
  switch (asked.operator) {
    case ">":
      return [Math.max(0, Math.floor(asked.value) + 1), undefined];
    case ">=":
      return [Math.max(0, Math.ceil(asked.value)), undefined];
    case "<":
      return [0, Math.ceil(asked.value) - 1];
    case "<=":
      return [0, Math.floor(asked.value)];
  }
}
