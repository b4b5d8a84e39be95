import type { Match } from "../../../plan/expression.js";
import type { ValueTest } from "./value-test.js";

/** What a pattern asks of a value. */
export function matchTest({ pattern, caseSensitive, span }: Match): ValueTest {
  switch (pattern.kind) {
    case "wildcard":
    case "like":
      return { kind: "parts", parts: pattern.parts, caseSensitive, span };
    case "regex":
      return { kind: "regex", source: pattern.source, ignoreCase: !caseSensitive, span };
    case "network":
      return { kind: "network", cidr: pattern.cidr, span };
  }
}
