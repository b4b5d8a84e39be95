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
  const correlation = documents.find((document) => "correlation" in document);
  const rules = documents.filter((document) => document !== correlation);
  if (correlation !== undefined) return [correlationFile(correlation, rules, wrapping)];
  return rules.map((rule, index) => ruleFile(rule, index, rules.length, wrapping));
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

function correlationFile(correlation: YamlMap, rules: readonly YamlMap[], wrapping: Wrapping): Artifact {
  const { detection, query } = wrapping;
  const title = titleOf(detection);
  const names = rules.map((_, index) => `${slug(detection.name)}_event${index === 0 ? "" : `_${index + 1}`}`);
  const bases = rules.map((rule, index) =>
    completed(
      rule,
      {
        id: partId(detection, `event ${index + 1}`),
        title: `${title} - Event${index === 0 ? "" : ` ${index + 1}`}`,
        name: names[index] ?? "",
        derivedFrom: detection.id,
      },
      wrapping,
      "informational",
    ),
  );
  const body = asMap(correlation["correlation"]);
  const { aliases } = body;
  const whole = {
    correlation: {
      ...body,
      rules: names,
      ...(aliases === undefined ? {} : { aliases: namedAliases(asMap(aliases), names) }),
    },
  };
  return {
    path: rulePath(detection, logSourceOf(tableOf(query, 0)), wrapping.settings, true),
    kind: "rule",
    text: printYaml([completed(whole, { id: detection.id, title }, wrapping), ...bases]),
    detections: [detection.id],
  };
}

/** The fields of each alias, by the names of the rules that have them. */
function namedAliases(aliases: YamlMap, names: readonly string[]): YamlMap {
  return Object.fromEntries(
    Object.entries(aliases).map(([alias, fields]) => [
      alias,
      Object.fromEntries(
        names.flatMap((name, index) => {
          const field = Array.isArray(fields) ? fields[index] : undefined;
          return typeof field === "string" ? [[name, field] as const] : [];
        }),
      ),
    ]),
  );
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
