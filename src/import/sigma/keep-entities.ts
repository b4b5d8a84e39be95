import { encodeText } from "../../target/decode-text.js";
import { rawEvent } from "./item.js";
import type { Logic, Test, WholeText } from "./logic.js";
import { textTest } from "./text-test.js";

/**
 * The logic over values as Splunk has them where a log is XML: `>` of a rule is `&gt;` there. A regular expression of the
 * rule is left as it is.
 */
export function keepEntities(logic: Logic): Logic {
  switch (logic.kind) {
    case "and":
    case "or":
      return { ...logic, operands: logic.operands.map(keepEntities) };
    case "not":
      return { ...logic, operand: keepEntities(logic.operand) };
    case "text":
      return asXml(logic, logic);
    case "regex":
      return logic.text === undefined ? logic : asXml(logic, logic.text);
    default:
      return logic;
  }
}

function asXml(logic: Test, { parts, caseSensitive }: WholeText): Logic {
  if (logic.field === rawEvent) return logic;
  const written = parts.map((part) =>
    part.kind === "text" ? ({ kind: "text", text: encodeText(part.text) } as const) : part,
  );
  return textTest(logic.field, written, caseSensitive, logic.span);
}
