import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { commandTable } from "../../grammar/commands/index.js";
import { parseSearch } from "../../grammar/parser.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { text } from "../support/without-spans.js";

const searches = readFileSync(new URL("identity.spl", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "");

/** Searches in which every bracket, quote and option is read: none holds free text or options of any name. */
const strict = searches.filter(
  (search) => !/\b(?:foreach|collect|rest|savedsearch|rangemap|return|map|regex|convert)\b/.test(search),
);

const token = /"(?:[^"\\]|\\.)*"|'[^']*'|[\w.*{}@:/%$?-]+|[!<>]=|[^\s]/g;

/** Numbers between 0 and 1, the same in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

function pick<Element>(from: readonly Element[], next: () => number): Element | undefined {
  return from[Math.floor(next() * from.length)];
}

describe("a thousand searches changed at random are read or reported, and soon", () => {
  test.each(["delete", "insert", "double"] as const)("%s", (change) => {
    const next = random(change.length);
    const pieces = searches.flatMap((search) => search.match(token) ?? []);
    for (let run = 0; run < 400; run++) {
      const search = pick(searches, next) ?? "";
      const found = [...search.matchAll(token)];
      const at = pick(found, next);
      if (at === undefined) continue;
      const end = at.index + at[0].length;
      const before = search.slice(0, at.index);
      const mutated =
        change === "delete"
          ? before + search.slice(end)
          : change === "double"
            ? `${before}${at[0]} ${search.slice(at.index)}`
            : `${before}${pick(pieces, next) ?? ""} ${search.slice(at.index)}`;
      const started = performance.now();
      const { pipeline, diagnostics } = parseSearch(text(mutated));
      expect(performance.now() - started, mutated).toBeLessThan(1000);
      const failed = diagnostics.some(({ severity }) => severity === "error");
      expect(pipeline === undefined, mutated).toBe(failed);
    }
  });
});

/** What was done to a search, and where; a bracket that lost its partner is as good a place as where that was. */
interface Fault {
  readonly search: string;
  readonly original: string;
  readonly at: number;
  readonly partner?: number;
  /** Where text was taken out, when that is not at the fault itself. */
  readonly cut?: number;
}

/** How many tokens of the original search lie between the fault and the nearest place that an error names. */
function distance({ search, original, at, partner, cut = at }: Fault, errors: readonly Diagnostic[]): number {
  const tokens = [...original.matchAll(token)];
  const indexOf = (offset: number) => tokens.filter((found) => found.index <= offset).length;
  const shift = original.length - search.length;
  const inOriginal = (offset: number) => (offset > cut ? offset + shift : offset);
  const places = errors.flatMap(({ span, related }) =>
    [span, ...related.map((one) => one.span)].flatMap(({ start, end }) => [start, end].map(inOriginal)),
  );
  const faults = partner === undefined ? [at] : [at, partner];
  return Math.min(...places.flatMap((place) => faults.map((one) => Math.abs(indexOf(place) - indexOf(one)))));
}

/** The other one of a pair of brackets. */
function partnerOf(search: string, at: number): number | undefined {
  const open: number[] = [];
  for (const { 0: found, index } of search.matchAll(token)) {
    if (/^[([]$/.test(found)) open.push(index);
    if (!/^[)\]]$/.test(found)) continue;
    const start = open.pop();
    if (index === at) return start;
    if (start === at) return index;
  }
  return undefined;
}

type Breaking = (search: string, next: () => number) => Omit<Fault, "original"> | undefined;

const breakings: Readonly<Record<string, Breaking>> = {
  "bracket removed": (search, next) => {
    const at = pick(
      [...search.matchAll(token)].filter(([found]) => /^[()[\]]$/.test(found)),
      next,
    );
    const partner = at && partnerOf(search, at.index);
    return at && partner !== undefined
      ? { search: search.slice(0, at.index) + search.slice(at.index + 1), at: at.index, partner }
      : undefined;
  },
  "quote removed": (search, next) => {
    const at = pick(
      [...search.matchAll(token)].filter(([found]) => found.startsWith('"')),
      next,
    );
    if (at === undefined) return undefined;
    const place = next() < 0.5 ? at.index : at.index + at[0].length - 1;
    return { search: search.slice(0, place) + search.slice(place + 1), at: place };
  },
  "command misspelt": (search, next) => {
    const at = pick([...search.matchAll(/(?<=\| )[a-z]+/g)].filter(outsideQuotes(search)), next);
    const wrong = at && misspelt(at[0], next);
    return at && wrong !== undefined && !commandTable.has(wrong)
      ? { search: search.slice(0, at.index) + wrong + search.slice(at.index + at[0].length), at: at.index }
      : undefined;
  },
  "option misspelt": (search, next) => {
    const options =
      /(?<=\| (?:tstats|stats|dedup|rex|bin|streamstats|join|lookup|makemv|top|transaction|spath)\b[^|[]*\s)[a-z_]+(?==)/g;
    const at = pick(
      [...search.matchAll(options)].filter(outsideQuotes(search)).filter(({ 0: name }) => name !== "where"),
      next,
    );
    if (at === undefined || / where /.test(search.slice(0, at.index))) return undefined;
    const wrong = `${at[0]}q`;
    return {
      search: search.slice(0, at.index) + wrong + search.slice(at.index + at[0].length),
      at: at.index,
    };
  },
  "pipe doubled": (search, next) => {
    const at = pick([...search.matchAll(/\|/g)].filter(outsideQuotes(search)), next);
    return at && { search: `${search.slice(0, at.index)}|${search.slice(at.index)}`, at: at.index };
  },
  "operator without its right side": (search, next) => {
    const operators =
      /(?<=^(?:[^|]*|.*\| (?:where|search|eval)\b[^|]*))(?:!=|<=|>=|=|\bAND\b|\bOR\b|\bNOT\b|\bXOR\b)/g;
    const at = pick([...search.matchAll(operators)].filter(outsideQuotes(search)), next);
    if (at === undefined) return undefined;
    const end = at.index + at[0].length;
    const rest = / \||\]|$/.exec(search.slice(end));
    return { search: search.slice(0, end) + search.slice(end + (rest?.index ?? 0)), at: at.index, cut: end };
  },
};

function outsideQuotes(search: string) {
  return ({ index }: { readonly index: number }): boolean =>
    [...search.matchAll(token)].every(
      (found) => !/^["']/.test(found[0]) || index < found.index || index >= found.index + found[0].length,
    );
}

function misspelt(name: string, next: () => number): string {
  const at = Math.floor(next() * name.length);
  return next() < 0.5 ? name.slice(0, at) + name.slice(at + 1) : `${name.slice(0, at)}z${name.slice(at)}`;
}

describe("a thousand broken searches are reported within three tokens of the fault", () => {
  test.each(Object.entries(breakings))("%s", (name, breaking) => {
    const next = random(name.length);
    let broken = 0;
    for (let run = 0; broken < 170 && run < 5000; run++) {
      const original = pick(strict, next) ?? "";
      const made = breaking(original, next);
      if (made === undefined) continue;
      const fault = { ...made, original };
      broken++;
      const { diagnostics } = parseSearch(text(fault.search));
      const errors = diagnostics.filter(({ severity }) => severity === "error");
      expect(errors.length, fault.search).toBeGreaterThan(0);
      expect(
        distance(fault, errors),
        `${fault.search}\n${fault.at}: ${fault.search.slice(fault.at, fault.at + 20)}`,
      ).toBeLessThanOrEqual(3);
    }
    expect(broken).toBe(170);
  });
});
