import { commandTable } from "../../grammar/commands/index.js";

/** Numbers between 0 and 1, the same in every run. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

export function pick<Element>(from: readonly Element[], next: () => number): Element | undefined {
  return from[Math.floor(next() * from.length)];
}

/** A comment, a macro call, a quoted text, a word or a sign: a rough reading, as a person would count tokens. */
const token = /```[^]*?```|`[^`]*`|"(?:[^"\\]|\\[^])*"|'[^'\n|]*'|[\w.*{}@:/%$?\\-]+|[!<>=]=|[^\s]/g;

export function tokensOf(search: string): RegExpExecArray[] {
  return [...search.matchAll(token)];
}

export const changes = ["delete", "insert", "double"] as const;

/** The search with one token taken out, put in from another search, or written twice. */
export function changed(
  search: string,
  change: (typeof changes)[number],
  others: readonly string[],
  next: () => number,
): string {
  const at = pick(tokensOf(search), next);
  if (at === undefined) return search;
  const before = search.slice(0, at.index);
  const rest = search.slice(at.index);
  switch (change) {
    case "delete":
      return before + rest.slice(at[0].length);
    case "double":
      return `${before}${at[0]} ${rest}`;
    case "insert":
      return `${before}${pick(tokensOf(pick(others, next) ?? ""), next)?.[0] ?? ""} ${rest}`;
  }
}

/** What was done to a search, and where; a bracket that lost its partner is as good a place as where that was. */
export interface Fault {
  readonly search: string;
  readonly original: string;
  readonly at: number;
  readonly partner?: number;
  /** Where text was taken out, when that is not at the fault itself. */
  readonly cut?: number;
}

/** How many tokens of the original search lie between the fault and the nearest of the places that are named. */
export function distance(
  { search, original, at, partner, cut = at }: Fault,
  places: readonly number[],
): number {
  const tokens = tokensOf(original);
  const indexOf = (offset: number) => tokens.filter((found) => found.index <= offset).length;
  const shift = original.length - search.length;
  const inOriginal = (offset: number) => (offset > cut ? offset + shift : offset);
  const faults = partner === undefined ? [at] : [at, partner];
  return Math.min(
    ...places.flatMap((place) => faults.map((one) => Math.abs(indexOf(inOriginal(place)) - indexOf(one)))),
  );
}

type Breaking = (search: string, next: () => number) => Omit<Fault, "original"> | undefined;

/**
 * Ways to make a search invalid. Each changes a place where no reading is left: outside quotes, comments and macro
 * calls, and not in a command that takes text or options of any name (`freeText`).
 */
export const breakings: Readonly<Record<string, Breaking>> = {
  "bracket removed": (search, next) => {
    const at = pick(places(search, /^[()[\]]$/), next);
    const partner = at && partnerOf(search, at.index);
    return at && partner !== undefined ? { ...without(search, at.index, 1), partner } : undefined;
  },
  "quote removed": (search, next) => {
    const at = pick(places(search, /^"/), next);
    if (at === undefined) return undefined;
    return without(search, next() < 0.5 ? at.index : at.index + at[0].length - 1, 1);
  },
  "command misspelt": (search, next) => {
    const tokens = tokensOf(search);
    const named = tokens.filter(
      ({ 0: found, index }, number) =>
        tokens[number - 1]?.[0] === "|" && /^[a-z]+$/.test(found) && !insideFreeText(search, index),
    );
    const at = pick(named, next);
    const wrong = at && misspelt(at[0], next);
    return at && wrong !== undefined && !commandTable.has(wrong) ? replaced(search, at, wrong) : undefined;
  },
  "option misspelt": (search, next) => {
    const options =
      /(?<=\| *(?:tstats|stats|dedup|rex|bin|bucket|streamstats|join|lookup|makemv|top|transaction|spath|fillnull)\b[^|[`]*\s)[a-z_]+(?==)/g;
    const at = pick(
      [...search.matchAll(options)]
        .filter(outside(search))
        .filter(({ index }) => !/\bwhere\b[^|]*$/i.test(search.slice(0, index))),
      next,
    );
    return at && replaced(search, at, `${at[0]}q`);
  },
  "pipe doubled": (search, next) => {
    const at = pick(places(search, /^\|$/), next);
    return at && { search: `${search.slice(0, at.index)}|${search.slice(at.index)}`, at: at.index };
  },
  "operator without its right side": (search, next) => {
    const operators =
      /(?<=^(?:[^|]*|.*\| *(?:where|search|eval)\b[^|]*))(?:!=|<=|>=|=|\bAND\b|\bOR\b|\bNOT\b|\bXOR\b)/gs;
    const at = pick([...search.matchAll(operators)].filter(outside(search)), next);
    if (at === undefined) return undefined;
    const end = at.index + at[0].length;
    const rest = / *\||\]|$/.exec(search.slice(end));
    return { search: search.slice(0, end) + search.slice(end + (rest?.index ?? 0)), at: at.index, cut: end };
  },
};

/** The commands that keep text, or options of any name: a change in them may leave the search as good as it was. */
const freeText =
  /^(?:foreach|rest|savedsearch|return|map|regex|convert|sendalert|apply|fit|sendemail|pivot|searchtxn|setfields)$/i;

function places(search: string, shape: RegExp): RegExpExecArray[] {
  return tokensOf(search).filter(
    ({ 0: found, index }) => shape.test(found) && !insideFreeText(search, index),
  );
}

function insideFreeText(search: string, at: number): boolean {
  const open: boolean[] = [];
  let free = false;
  let named = false;
  for (const { 0: found, index } of tokensOf(search)) {
    if (index > at) break;
    if (found === "[") open.push(free);
    if (found === "]") free = open.pop() ?? false;
    if (found === "|" || found === "[") named = true;
    else if (named) {
      free = open.includes(true) || freeText.test(found);
      named = false;
    }
  }
  return free || open.includes(true);
}

/** The other one of a pair of brackets. */
function partnerOf(search: string, at: number): number | undefined {
  const open: number[] = [];
  for (const { 0: found, index } of tokensOf(search)) {
    if (/^[([]$/.test(found)) open.push(index);
    if (!/^[)\]]$/.test(found)) continue;
    const start = open.pop();
    if (index === at) return start;
    if (start === at) return index;
  }
  return undefined;
}

function outside(search: string) {
  const tokens = tokensOf(search);
  return ({ index }: { readonly index: number }): boolean =>
    !insideFreeText(search, index) &&
    tokens.every(
      (found) => !/^["'`]/.test(found[0]) || index < found.index || index >= found.index + found[0].length,
    );
}

function without(search: string, at: number, length: number) {
  return { search: search.slice(0, at) + search.slice(at + length), at };
}

function replaced(search: string, { 0: found, index }: RegExpExecArray, text: string) {
  return { search: search.slice(0, index) + text + search.slice(index + found.length), at: index };
}

function misspelt(name: string, next: () => number): string {
  const at = Math.floor(next() * name.length);
  return next() < 0.5 ? name.slice(0, at) + name.slice(at + 1) : `${name.slice(0, at)}z${name.slice(at)}`;
}
