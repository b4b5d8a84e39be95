import type { Call } from "../../../plan/expression.js";
import { regexLiteral } from "./sigma-regex.js";
import type { ValueTest } from "./value-test.js";

/**
 * The test that a text passes exactly when a stretch of it at a fixed place is a text: `substr(x, 1, 2)="PK"` asks what
 * `x` begins with, `substr(x, -4)=".exe"` what it ends with. A stretch that the text is too short for is shorter.
 * `never`: no text passes; `undefined`: Sigma cannot say it.
 */
export function substringTest(call: Call, asked: ValueTest): ValueTest | "never" | undefined {
  if (asked.kind === "present") return asked;
  if (asked.kind !== "equal" || typeof asked.value !== "string") return undefined;
  const [from, length] = call.arguments
    .slice(1)
    .map((each) => (each.kind === "literal" ? Number(each.value) : NaN));
  if (from === undefined || !Number.isInteger(from) || from === 0) return undefined;
  if (length !== undefined && (!Number.isInteger(length) || length < 1)) return undefined;
  const { value, caseSensitive, span } = asked;
  const text = { kind: "text", text: value } as const;
  const any = { kind: "any" } as const;
  const count = [...value].length;
  // A stretch that ends before the text does is no ending of it.
  if (from < 0 && length !== undefined && length < -from) return undefined;
  const most = from < 0 ? -from : (length ?? Infinity);
  if (count > most) return "never";
  const isWhole = count < most;
  if (from < 0 || from === 1) {
    if (isWhole) return asked;
    return { kind: "parts", parts: from < 0 ? [any, text] : [text, any], caseSensitive, span };
  }
  // Behind the end of the text the stretch is empty.
  if (count === 0) return undefined;
  const source = `(?s)^.{${from - 1}}${regexLiteral(value)}${isWhole ? "$" : ""}`;
  return { kind: "regex", source, ignoreCase: !caseSensitive, span };
}
