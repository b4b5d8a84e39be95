import { isInCase } from "./sigma-regex.js";
import type { ValueTest } from "./value-test.js";

/**
 * The test that a value passes in any case exactly when its lower or upper case passes this one; `never` where that
 * case cannot pass it.
 */
export function inEitherCase(asked: ValueTest, as: "lower" | "upper"): ValueTest | "never" | undefined {
  const fold = (text: string) => (as === "lower" ? text.toLowerCase() : text.toUpperCase());
  switch (asked.kind) {
    case "present":
      return asked;
    case "equal":
      if (typeof asked.value !== "string") return undefined;
      if (asked.caseSensitive && asked.value !== fold(asked.value)) return "never";
      return { ...asked, caseSensitive: false };
    case "parts": {
      const texts = asked.parts.flatMap((part) => (part.kind === "text" ? [part.text] : []));
      if (asked.caseSensitive && texts.some((text) => text !== fold(text))) return "never";
      return { ...asked, caseSensitive: false };
    }
    case "regex":
      if (!asked.ignoreCase && !isInCase(asked.source, as)) return undefined;
      return { ...asked, ignoreCase: true };
    case "order":
    case "network":
    case "among":
    case "computed":
      return undefined;
  }
}
