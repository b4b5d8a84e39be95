import { parseRegex } from "../evaluate/regex/parse.js";
import type { CharacterSet, RegexNode } from "../evaluate/regex/tree.js";
import type { Pattern } from "../plan/expression.js";
import type { Random } from "./random.js";

/** A text that a pattern matches, in parts: what has to be at the start and at the end, and what may be anywhere. */
export interface Sample {
  readonly text: string;
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

/** A text that a pattern matches, most of the time: look-around is not looked at, so the caller has to try it. */
export function samplePattern(pattern: Pattern, random: Random): Sample | undefined {
  switch (pattern.kind) {
    case "wildcard":
    case "like": {
      const { parts } = pattern;
      const text = parts
        .map((part) =>
          part.kind === "text" ? part.text : part.kind === "any" ? random.pick(["", "w"]) : "w",
        )
        .join("");
      return { text, atStart: parts[0]?.kind !== "any", atEnd: parts.at(-1)?.kind !== "any" };
    }
    case "regex":
      return sampleRegex(pattern.source, new Map(), random);
    case "network":
      return sampleNetwork(pattern.cidr);
  }
}

/** A text that a PCRE pattern matches, with these texts in its groups. */
export function sampleRegex(
  source: string,
  groups: ReadonlyMap<string, string>,
  random: Random,
): Sample | undefined {
  const parsed = parseRegex(source);
  if ("problem" in parsed) return undefined;
  const sampler = new RegexSampler(groups, random);
  const text = sampler.text(parsed.tree.root);
  return { text, atStart: sampler.atStart, atEnd: sampler.atEnd };
}

class RegexSampler {
  atStart = false;
  atEnd = false;
  private readonly captured = new Map<number, string>();

  constructor(
    private readonly groups: ReadonlyMap<string, string>,
    private readonly random: Random,
  ) {}

  text(node: RegexNode): string {
    switch (node.kind) {
      case "text":
        return node.text;
      case "set":
        return characterOf(node, this.random);
      case "sequence":
        return node.nodes.map((part) => this.text(part)).join("");
      case "alternation": {
        const chosen = this.random.pick(node.nodes);
        return chosen === undefined ? "" : this.text(chosen);
      }
      case "capture": {
        const wanted = this.groups.get(node.name ?? "") ?? this.groups.get(String(node.index));
        const text = wanted ?? this.text(node.node);
        this.captured.set(node.index, text);
        return text;
      }
      case "repetition": {
        const most = Math.min(node.maximum, Math.max(node.minimum, 1) + 1);
        const times = node.minimum + this.random.below(Math.max(most - node.minimum, 0) + 1);
        return Array.from({ length: times }, () => this.text(node.node)).join("");
      }
      case "atomic":
        return this.text(node.node);
      case "look":
        // A positive look-behind stands before the place, and what it wants may be written there.
        return node.behind && !node.negated ? this.text(node.node) : "";
      case "reference":
        return node.groups.map((group) => this.captured.get(group)).find((text) => text !== undefined) ?? "";
      case "assertion":
        if (node.assertion === "start" || node.assertion === "line-start") this.atStart = true;
        else if (node.assertion.endsWith("end")) this.atEnd = true;
        return "";
      case "conditional":
        return this.text(this.captured.has(node.group) ? node.yes : node.no);
      case "keep":
        return "";
    }
  }
}

const likely = [..."a7b2k_ -./:\\Ze", "\u0414", "\n"];

function characterOf(set: CharacterSet, random: Random): string {
  const holds = (character: string): boolean => {
    const point = character.codePointAt(0) ?? 0;
    const inside =
      set.ranges.some(([low, high]) => point >= low && point <= high) ||
      set.properties.some(({ name, negated }) => new RegExp(`\\p{${name}}`, "u").test(character) !== negated);
    return inside !== set.negated;
  };
  const [low] = random.pick(set.ranges) ?? [0x61];
  const candidates = set.negated ? likely : [String.fromCodePoint(low), ...likely];
  return candidates.find(holds) ?? "a";
}

/** The last but one address of a network, which is inside whatever its length. */
function sampleNetwork(cidr: string): Sample {
  const [address = "", length = "32"] = cidr.split("/");
  const bytes = address.split(".").map(Number);
  if (bytes.length === 4 && Number(length) <= 30) {
    bytes[3] = (bytes[3] ?? 0) + 1;
    return { text: bytes.join("."), atStart: true, atEnd: true };
  }
  return { text: address, atStart: true, atEnd: true };
}
