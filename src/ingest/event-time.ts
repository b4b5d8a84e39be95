import type { FieldCollector } from "./field-collector.js";
import type { TimeRule } from "./rules.js";

/** `_time` of an event in epoch seconds: from the source's own time field, or `undefined` where none is readable. */
export function eventTime(
  raw: string,
  fields: FieldCollector,
  rule: TimeRule | undefined,
): number | undefined {
  const text = timeText(raw, fields, rule);
  if (text === undefined) return undefined;
  switch (rule?.unit ?? "text") {
    case "seconds":
      return finite(Number(text));
    case "milliseconds":
      return finite(Number(text) / 1000);
    case "text":
      return readTime(text);
  }
}

function timeText(raw: string, fields: FieldCollector, rule: TimeRule | undefined): string | undefined {
  if (rule?.pattern !== undefined) return rule.pattern.exec(raw)?.[1];
  return fields.text(rule?.field ?? "_time") ?? fields.text("timestamp") ?? fields.text("time");
}

const withZone = /(?:Z|[+-]\d{2}:?\d{2})$/i;

/** Reads ISO 8601, `MM/DD/YYYY HH:MM:SS AM` and epoch seconds; a time without a zone is UTC, so that every machine agrees. */
export function readTime(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^\d{9,10}(?:\.\d+)?$/.test(trimmed)) return Number(trimmed);
  // Date keeps milliseconds only; longer fractions are cut.
  const shortened = trimmed.replace(/(\.\d{3})\d+/, "$1").replace(/^(\d{4}-\d{2}-\d{2})[ \t]/, "$1T");
  return finite(
    Date.parse(
      withZone.test(shortened) ? shortened : `${shortened}${shortened.includes("T") ? "Z" : " UTC"}`,
    ) / 1000,
  );
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
