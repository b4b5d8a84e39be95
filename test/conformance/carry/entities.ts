import { singlesOf, valueOf, type Value } from "../../../src/evaluate/value.js";

/** A value of a log as the XML of the log has it, which Splunk keeps. */
export function asXml(value: Value): Value {
  return ofTexts(value, xmlText);
}

/** A text as XML writes it. */
export function xmlText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The value that the XML of a log stands for, which a product holds. */
export function outOfXml(value: Value): Value {
  return ofTexts(value, (text) =>
    text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"),
  );
}

function ofTexts(value: Value, change: (text: string) => string): Value {
  return valueOf(singlesOf(value).map((single) => (typeof single === "string" ? change(single) : single)));
}
