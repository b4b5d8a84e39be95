import type { CompareOperator } from "../../../plan/expression.js";
import type { Span } from "../../../source/source-text.js";
import { networkTest } from "../../../evaluate/network.js";
import { compileRegex } from "../../../evaluate/regex/regex.js";
import type { SigmaPart } from "./escape.js";

/** What a search asks of one value, whatever the value is computed from. */
export type ValueTest = { readonly span: Span } & (
  | { readonly kind: "equal"; readonly value: string | number | boolean; readonly caseSensitive: boolean }
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
    case "order": {
      const number = typeof constant === "number" ? constant : Number.NaN;
      if (Number.isNaN(number)) return undefined;
      return ordered(number, asked.operator, asked.value);
    }
    case "parts":
      return matchesParts(String(constant), asked.parts, asked.caseSensitive);
    case "regex": {
      const compiled = compileRegex(asked.source, { caseSensitive: !asked.ignoreCase });
      return "regex" in compiled ? compiled.regex.find(String(constant)) !== undefined : undefined;
    }
    case "network":
      return networkTest(asked.cidr)?.(String(constant));
  }
}

function ordered(left: number, operator: OrderOperator, right: number): boolean {
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
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
