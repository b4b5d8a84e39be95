import type { Detection } from "../../detection/detection.js";
import type { CompiledQuery } from "../../target/backend.js";
import { differenceText, otherFindings } from "../shared/rule-text.js";
import { tacticsOf, type AttackKnowledge } from "../shared/attack.js";
import type { YamlMap } from "./document/yaml.js";
import type { SigmaSettings } from "./sigma-settings.js";

/** What identifies one of the rules of a detection. */
export interface RuleIdentity {
  readonly id: string;
  readonly title: string;
  /** The handle by which a correlation names it. */
  readonly name?: string;
  /** The rule that this one is a part of. */
  readonly derivedFrom?: string;
}

/** The keys before the log source, in SigmaHQ's order. */
export function leadingMetadata(
  detection: Detection,
  query: CompiledQuery,
  identity: RuleIdentity,
  settings: SigmaSettings,
  attack: AttackKnowledge,
): YamlMap {
  const tags = tagsOf(detection, settings, attack);
  const references = referencesOf(detection);
  const status = settings.statuses.get(detection.status);
  return {
    title: identity.title,
    id: identity.id,
    ...(identity.name === undefined ? {} : { name: identity.name }),
    ...(identity.derivedFrom === undefined
      ? {}
      : { related: [{ id: identity.derivedFrom, type: "derived" }] }),
    ...(status === undefined ? {} : { status }),
    description: `${detection.description.trim()}\n\n${fidelityText(detection, query)}`,
    ...(references.length === 0 ? {} : { references }),
    author: detection.author,
    date: detection.date,
    ...(tags.length === 0 ? {} : { tags }),
  };
}

/** The keys after the detection; the last one says which detection the rule was made of. */
export function trailingMetadata(detection: Detection, query: CompiledQuery): YamlMap {
  return {
    falsepositives: [falsePositives(detection.falsePositives)],
    level: detection.risk.severity,
    detc: {
      detection: detection.id,
      version: detection.version,
      fidelity: query.fidelity,
      ...(query.windowing === undefined ? {} : { windowing: query.windowing }),
    },
  };
}

/** The references, but for pages of ATT&CK techniques: SigmaHQ wants those as tags, which the rule has. */
function referencesOf({ references, tags }: Detection): readonly string[] {
  const techniques = new Set(tags.techniques.map(({ value }) => value.toLowerCase()));
  return [...new Set(references)].filter((reference) => {
    const page = /^https:\/\/attack\.mitre\.org\/techniques\/(t\d+)(?:\/(\d+))?\/?$/i.exec(reference);
    const technique = [page?.[1], page?.[2]].filter((part) => part !== undefined).join(".");
    return !techniques.has(technique.toLowerCase());
  });
}

function fidelityText(
  { name, version }: Detection,
  { fidelity, windowing, accepted }: CompiledQuery,
): string {
  const origin = `the search of "${name}", version ${version}`;
  const difference = differenceText(accepted);
  const others = otherFindings(accepted);
  const sentence = (text: string) => [`${text}.`, ...others].join(" ");
  if (fidelity !== "groups") {
    const exactly = others.length === 0 ? "exactly the" : "the";
    return sentence(`Matches ${exactly} events that contribute to a result of ${origin}${difference}`);
  }
  const groups = `Alerts on ${others.length === 0 ? "the same" : "such"} groups of events as ${origin}`;
  return sentence(
    windowing === undefined
      ? `${groups}, by the events that are enough for a group`
      : `${groups}; the edges of the window are chosen by the ${windowing}`,
  );
}

/**
 * ATT&CK tactics and techniques and CVEs.
 * https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-appendix-tags.md
 */
function tagsOf({ tags }: Detection, settings: SigmaSettings, attack: AttackKnowledge): readonly string[] {
  const techniques = tags.techniques.map(({ value }) => value.toUpperCase());
  const tactics = techniques.flatMap((technique) => tacticsNow(technique, settings, attack));
  return [
    ...new Set([
      ...tactics.map((tactic) => `attack.${tactic}`),
      ...techniques.map((technique) => `attack.${nameNow(technique, settings).toLowerCase()}`),
      ...tags.cve.map((cve) => cve.toLowerCase().replace(/^cve-/, "cve.")),
    ]),
  ];
}

function nameNow(technique: string, { renamedTechniques }: SigmaSettings): string {
  return renamedTechniques.get(technique) ?? technique;
}

/**
 * A tactic that ATT&CK split is named by its successor for the technique, and left out where that is not known. A
 * technique that is newer than the tactics we know has those that the split gave it.
 */
function tacticsNow(technique: string, settings: SigmaSettings, attack: AttackKnowledge): readonly string[] {
  const { renamedTactics } = settings;
  const tactics = tacticsOf(attack, technique) ?? [...renamedTactics.keys()];
  const now = nameNow(technique, settings);
  const parent = now.split(".")[0] ?? now;
  return tactics.flatMap((tactic) => {
    const successors = renamedTactics.get(tactic);
    if (successors === undefined) return [tactic];
    return [...successors].filter(([, techniques]) => techniques.has(parent)).map(([name]) => name);
  });
}

/** SigmaHQ writes `Unknown` where nothing is known, and begins with a capital. */
function falsePositives(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length < 2 || /^(?:none|unknown|n\/a)\b/i.test(trimmed)) return "Unknown";
  return trimmed[0]?.toUpperCase() + trimmed.slice(1);
}

const smallWords: ReadonlySet<string> = new Set(
  "a an and as at by for from in new of on or over the through to via with without".split(" "),
);

/** The name of a detection as a title: no leading `Detect`, no final dot, words with capitals. */
export function titleOf({ name }: Detection): string {
  const words = name
    .replace(/^Detects?\s+/i, "")
    .replace(/\.$/, "")
    .split(" ");
  return words.map(titleWord).join(" ");
}

function titleWord(word: string): string {
  if (smallWords.has(word) || !/^[a-z][^./_]*$/.test(word)) return word;
  return word.charAt(0).toUpperCase() + word.slice(1);
}
