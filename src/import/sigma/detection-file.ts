import { CORE_SCHEMA, dump } from "js-yaml";
import type { AuthoredDetection } from "../../detection/authored-detection.js";
import type { RuleMetadata } from "./rule-document.js";

const statuses: Readonly<Record<string, AuthoredDetection["status"]>> = {
  stable: "production",
  test: "production",
  experimental: "experimental",
  deprecated: "deprecated",
  unsupported: "deprecated",
};

/** A score in the middle of each severity. */
const scores: Readonly<Record<string, number>> = {
  informational: 10,
  low: 30,
  medium: 50,
  high: 70,
  critical: 90,
};

/** What a rule without a date of its own gets. */
const noDate = "1970-01-01";

/** A rule as the YAML of a detection, whose search is its source from then on. `id` is for a rule that has none. */
export function detectionFile(metadata: RuleMetadata, search: string, id: string): string {
  const techniques = metadata.tags.flatMap((tag) => {
    const [, technique] = /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag) ?? [];
    return technique === undefined ? [] : [technique.toUpperCase()];
  });
  const vulnerabilities = metadata.tags.flatMap((tag) => {
    const [, number] = /^cve\.([12]\d{3}-\d+)$/i.exec(tag) ?? [];
    return number === undefined ? [] : [`CVE-${number}`];
  });
  const authored: AuthoredDetection = {
    name: metadata.title,
    id: metadata.id ?? id,
    version: 1,
    date: metadata.date ?? noDate,
    author: metadata.author === "" ? "unknown" : metadata.author,
    status: statuses[metadata.status ?? ""] ?? "experimental",
    type: "Hunting",
    description: metadata.description === "" ? metadata.title : metadata.description,
    search,
    known_false_positives: metadata.falsePositives.join("; "),
    references: metadata.references,
    tags: {
      ...(techniques.length === 0 ? {} : { mitre_attack_id: [...new Set(techniques)] }),
      ...(vulnerabilities.length === 0 ? {} : { cve: [...new Set(vulnerabilities)] }),
      risk_score: scores[metadata.level ?? ""] ?? scores["informational"] ?? 0,
    },
  };
  // In the core schema a date is a text; readers of YAML 1.1 take it for a time unless it is quoted.
  return dump(authored, { schema: CORE_SCHEMA, lineWidth: -1, noRefs: true, quotingType: '"' }).replace(
    /^date: (\d{4}-\d\d-\d\d)$/m,
    'date: "$1"',
  );
}
