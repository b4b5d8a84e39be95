import { importDiagnostics } from "../../diagnostics/codes/import.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { suggest } from "../../diagnostics/suggest.js";
import type { Span } from "../../source/source-text.js";
import { keySpanAt, nodeAt, spanAt, type YamlDocument, type YamlPath } from "../../yaml/yaml-node.js";

type Report = (diagnostic: Diagnostic) => void;

/** Keys of a rule, of a correlation and of a filter; any other is the author's own. */
const ruleKeys: readonly string[] = [
  "title",
  "id",
  "name",
  "related",
  "taxonomy",
  "status",
  "description",
  "license",
  "references",
  "author",
  "date",
  "modified",
  "tags",
  "logsource",
  "detection",
  "correlation",
  "filter",
  "fields",
  "falsepositives",
  "level",
  "scope",
  "generate",
];

/** What a rule says about itself. */
export interface RuleMetadata {
  readonly title: string;
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly status: string | undefined;
  readonly description: string;
  readonly references: readonly string[];
  readonly author: string;
  /** `YYYY-MM-DD`. */
  readonly date: string | undefined;
  readonly tags: readonly string[];
  readonly falsePositives: readonly string[];
  readonly level: string | undefined;
}

/** A document with what it is; every rule has its place. */
export interface RuleDocument {
  readonly document: YamlDocument;
  readonly metadata: RuleMetadata;
  readonly kind: "detection" | "correlation" | "filter";
}

/** Tells what a document is, and reads its metadata; reports what is no rule and keys that are misspelled. */
export function readRuleDocument(document: YamlDocument, report: Report): RuleDocument | undefined {
  const { value } = document;
  const whole = spanAt(document, []);
  if (!isMap(value)) {
    report(importDiagnostics["no-rule"](whole, {}));
    return undefined;
  }
  let failed = false;
  for (const key of Object.keys(value)) {
    if (ruleKeys.includes(key) || suggest(key, ruleKeys) === undefined) continue;
    report(importDiagnostics["unknown-key"](keySpanAt(document, [key]), { key, known: ruleKeys }));
    failed = true;
  }
  const kind = kindOf(value);
  if (kind === "detection" && value["detection"] === undefined) {
    report(importDiagnostics["no-rule"](whole, {}));
    return undefined;
  }
  const title = value["title"];
  if (typeof title !== "string" || title.trim() === "") {
    report(importDiagnostics["missing-key"](whole, { key: "title" }));
    return undefined;
  }
  return failed ? undefined : { document, metadata: metadataOf(value, title), kind };
}

function kindOf(value: Readonly<Record<string, unknown>>): RuleDocument["kind"] {
  if (value["correlation"] !== undefined) return "correlation";
  return value["filter"] !== undefined && value["detection"] === undefined ? "filter" : "detection";
}

/** What other documents call a rule. */
export function namesOf({ id, name }: RuleMetadata): readonly string[] {
  return [id, name].filter((each) => each !== undefined);
}

function metadataOf(value: Readonly<Record<string, unknown>>, title: string): RuleMetadata {
  const text = (key: string) => {
    const found = value[key];
    return typeof found === "string" ? found : undefined;
  };
  return {
    title,
    id: text("id"),
    name: text("name"),
    status: text("status"),
    description: text("description") ?? "",
    references: textsIn(value["references"]),
    author: text("author") ?? "",
    date: (text("modified") ?? text("date"))?.replaceAll("/", "-"),
    tags: textsIn(value["tags"]),
    falsePositives: textsIn(value["falsepositives"]),
    level: text("level"),
  };
}

export function textsIn(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item) => typeof item === "string");
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

/** The place of a value, and of what stands in it where it is a plain text. */
export function placeIn(document: YamlDocument, path: YamlPath): (start: number, end: number) => Span {
  const node = nodeAt(document, path);
  const span = spanAt(document, path);
  const isPlain =
    node?.kind === "scalar" &&
    typeof node.value === "string" &&
    document.file.text.slice(node.start, node.end) === node.value;
  return (start, end) => (isPlain ? { ...span, start: span.start + start, end: span.start + end } : span);
}
