import { v5 } from "uuid";
import type { Detection } from "../../detection/detection.js";
import type { Artifact, BackendContext, CompiledQuery } from "../../target/backend.js";
import { parseAttack, type AttackKnowledge } from "../shared/attack.js";
import type { YamlMap } from "./document/yaml.js";
import { printYaml } from "./document/yaml.js";
import { rulePath, slug } from "./file-path.js";
import { leadingMetadata, titleOf, trailingMetadata, type RuleIdentity } from "./metadata.js";
import { logSourceOf } from "./rule.js";
import { sigmaSettings, type SigmaSettings } from "./sigma-settings.js";

/** What a rule file is made with. */
interface Wrapping {
  readonly detection: Detection;
  readonly query: CompiledQuery;
  readonly settings: SigmaSettings;
  readonly attack: AttackKnowledge;
}

/**
 * The rule files of a detection: one for each log source, or one that holds a correlation with the rules under it.
 * A detection with one rule gives it its own id; more rules get ids made of it, the target and the part.
 */
export function wrap(
  detection: Detection,
  query: CompiledQuery,
  context: BackendContext,
): readonly Artifact[] {
  const { profile } = context;
  const wrapping: Wrapping = {
    detection,
    query,
    settings: sigmaSettings(profile),
    attack: parseAttack(profile.settings["attack"]),
  };
  const documents = (query.documents ?? []).map(asMap);
  const correlation = documents.findLast((document) => "correlation" in document);
  if (correlation !== undefined)
    return [
      correlationFile(
        correlation,
        documents.filter((document) => document !== correlation),
        wrapping,
      ),
    ];
  return documents.map((rule, index) => ruleFile(rule, index, documents.length, wrapping));
}

function ruleFile(rule: YamlMap, index: number, count: number, wrapping: Wrapping): Artifact {
  const { detection, query } = wrapping;
  const title = titleOf(detection);
  const identity: RuleIdentity =
    count === 1
      ? { id: detection.id, title }
      : { id: partId(detection, String(index + 1)), title, derivedFrom: detection.id };
  return {
    path: rulePath(detection, logSourceOf(tableOf(query, index)), wrapping.settings, false),
    kind: "rule",
    text: printYaml([completed(rule, identity, wrapping)]),
    detections: [detection.id],
  };
}

/** A correlation with the rules and counts that it refers to, which are named after the detection. */
function correlationFile(correlation: YamlMap, parts: readonly YamlMap[], wrapping: Wrapping): Artifact {
  const { detection, query } = wrapping;
  const title = titleOf(detection);
  const bases = parts.map(({ name, ...part }) => {
    const words = String(name).split("_");
    return completed(
      named(part, detection),
      {
        id: partId(detection, [words[0], words[1] ?? "1"].join(" ")),
        title: `${title} - ${[capitalised(words[0] ?? ""), ...words.slice(1)].join(" ")}`,
        name: partName(detection, String(name)),
        derivedFrom: detection.id,
      },
      wrapping,
      "informational",
    );
  });
  const whole = completed(named(correlation, detection), { id: detection.id, title }, wrapping);
  // pySigma converts a correlation of correlations only where it stands behind them; else the whole comes first.
  const isChain = parts.some((part) => "correlation" in part);
  return {
    path: rulePath(detection, logSourceOf(tableOf(query, 0)), wrapping.settings, true),
    kind: "rule",
    text: printYaml(isChain ? [...bases, whole] : [whole, ...bases]),
    detections: [detection.id],
  };
}

/** A correlation with the names that its parts have in the file; a rule as it is. */
function named(part: YamlMap, detection: Detection): YamlMap {
  if (!("correlation" in part)) return part;
  const body = asMap(part["correlation"]);
  const { rules, aliases } = body;
  const renamed = Object.entries(aliases === undefined ? {} : asMap(aliases)).map(([alias, fields]) => [
    alias,
    Object.fromEntries(
      Object.entries(asMap(fields)).map(([name, field]) => [partName(detection, name), field]),
    ),
  ]);
  return {
    correlation: {
      ...body,
      rules: (Array.isArray(rules) ? rules : []).map((name) => partName(detection, String(name))),
      ...(renamed.length === 0 ? {} : { aliases: Object.fromEntries(renamed) }),
    },
  };
}

function partName({ name }: Detection, part: string): string {
  return `${slug(name)}_${part}`;
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `level`: of a rule that means nothing by itself. */
function completed(body: YamlMap, identity: RuleIdentity, wrapping: Wrapping, level?: string): YamlMap {
  const { detection, query, settings, attack } = wrapping;
  return {
    ...leadingMetadata(detection, query, identity, settings, attack),
    ...body,
    ...trailingMetadata(detection, query),
    ...(level === undefined ? {} : { level }),
  };
}

function partId({ id }: Detection, part: string): string {
  return v5(`sigma:${part}`, id);
}

function tableOf({ bindings }: CompiledQuery, index: number): string {
  return [...new Set(bindings.map(({ table }) => table))][index] ?? "";
}

function asMap(value: unknown): YamlMap {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error("a Sigma document is a map");
  return { ...value };
}
