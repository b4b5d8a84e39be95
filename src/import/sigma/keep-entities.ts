import { importDiagnostics } from "../../diagnostics/codes/import.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { encodeText } from "../../target/decode-text.js";
import { encodeRegex, oneOfXml } from "../../target/regex-of-xml.js";
import { rawEvent } from "./item.js";
import type { Logic, Test, WholeText } from "./logic.js";
import { textTest } from "./text-test.js";

/**
 * The logic over values as Splunk has them where a log is XML: `>` of a rule is `&gt;` there. Reports a regular expression
 * that cannot be said so.
 */
export function keepEntities(logic: Logic, report: (diagnostic: Diagnostic) => void): Logic {
  const keep = (operand: Logic): Logic => keepEntities(operand, report);
  switch (logic.kind) {
    case "and":
    case "or":
      return { ...logic, operands: logic.operands.map(keep) };
    case "not":
      return { ...logic, operand: keep(logic.operand) };
    case "text":
      return asXml(logic, logic);
    case "regex": {
      if (logic.text !== undefined) return asXml(logic, logic.text);
      if (logic.field === rawEvent) return logic;
      const source = encodeRegex(logic.source);
      if (source !== undefined) return { ...logic, source };
      report(importDiagnostics.modifier(logic.span, { modifier: "re", reason: noSet }));
      return logic;
    }
    default:
      return logic;
  }
}

const noSet =
  "Splunk keeps `<`, `>` and `&` of this log as entities of XML, and the regular expression has them in a set that leaves them out, in a range or in a quotation";

function asXml(logic: Test, { parts, caseSensitive }: WholeText): Logic {
  if (logic.field === rawEvent) return logic;
  const written = parts.map((part) =>
    part.kind === "text" ? ({ kind: "text", text: encodeText(part.text) } as const) : part,
  );
  return textTest(logic.field, written, caseSensitive, logic.span, oneOfXml);
}
