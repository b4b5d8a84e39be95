import { spanAt, type YamlDocument } from "../yaml/yaml-node.js";
import type { AuthoredDetection, AuthoredRisk, AuthoredTags } from "./authored-detection.js";
import type { Risk, RiskObject, ThreatObject } from "./detection.js";
import { severityOf } from "./severity.js";

/** Who is at risk and what threatens, from `rba`, else from the old `tags.observable`. */
export function riskOf(authored: AuthoredDetection, document: YamlDocument): Risk {
  if (authored.rba !== undefined) return fromRba(authored.rba, document);
  const tags = authored.tags ?? {};
  if (tags.observable !== undefined || tags.risk_score !== undefined) return fromObservables(tags, document);
  return {
    message: tags.message ?? "",
    objects: [],
    threats: [],
    score: 0,
    // A correlation adds no risk of its own: it alerts on the risk of others, which ESCU calls high.
    severity: authored.type === "Correlation" ? "high" : severityOf(0),
    format: "none",
  };
}

function fromRba(rba: AuthoredRisk, document: YamlDocument): Risk {
  const objects = rba.risk_objects.map(({ field, type, score }, index) => ({
    field,
    type,
    score,
    span: spanAt(document, ["rba", "risk_objects", index, "field"]),
  }));
  const threats = (rba.threat_objects ?? []).map(({ field, type }, index) => ({
    field,
    type,
    span: spanAt(document, ["rba", "threat_objects", index, "field"]),
  }));
  const score = Math.max(0, ...objects.map((object) => object.score));
  return {
    message: rba.message,
    objects: distinct(objects, ({ field, type, score: own }) => `${field}\0${type}\0${own}`),
    threats: distinct(threats, ({ field, type }) => `${field}\0${type}`),
    score,
    severity: severityOf(score),
    format: "rba",
  };
}

/** Risk and threat objects are sets. */
function distinct<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = keyOf(item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The old format has one score for all objects, computed from confidence and impact. */
function fromObservables(tags: AuthoredTags, document: YamlDocument): Risk {
  const { confidence, impact } = tags;
  const score =
    confidence !== undefined && impact !== undefined
      ? roundHalfToEven((confidence * impact) / 100)
      : roundHalfToEven(tags.risk_score ?? 0);
  const objects: RiskObject[] = [];
  const threats: ThreatObject[] = [];
  for (const [index, { name, type, role }] of (tags.observable ?? []).entries()) {
    const observable = type.toLowerCase();
    const place = {
      field: name,
      observable,
      span: spanAt(document, ["tags", "observable", index, "name"]),
    };
    if (role.includes("Victim")) objects.push({ ...place, type: riskObjectType(observable), score });
    if (role.includes("Attacker")) threats.push({ ...place, type: threatTypes[observable] ?? observable });
  }
  return {
    message: tags.message ?? "",
    objects,
    threats,
    score,
    severity: severityOf(score),
    format: "observable",
  };
}

/** ESCU's table; `user name` is `other` in it. */
function riskObjectType(observable: string): RiskObject["type"] {
  if (["user", "username", "email address"].includes(observable)) return "user";
  if (["device", "endpoint", "hostname", "ip address"].includes(observable)) return "system";
  return "other";
}

/** Any other type keeps its name. */
const threatTypes: Readonly<Record<string, string>> = {
  "process name": "process",
  process: "process",
  "file name": "file_name",
  file: "file_name",
  "file hash": "file_name",
  "ip address": "ip_address",
  "url string": "url",
  url: "url",
};

/** Scores are rounded as Splunk's tools round them: a half goes to the even neighbour. */
function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  const half = value - below === 0.5;
  return half ? below + (below % 2) : Math.round(value);
}
