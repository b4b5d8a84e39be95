import { isIP } from "node:net";
import type { EventIds } from "../execute/compare-events.js";
import type { SigmaCase } from "../execute/compare-sigma.js";
import type { Engine } from "../execute/engine-process.js";
import type { SigmaFields } from "./recorded-events.js";

export type SigmaEngine = Engine<SigmaCase, EventIds>;

/** What became of one rule. */
export type Outcome =
  | { readonly kind: "agreed"; readonly events: number; readonly fired: number }
  | { readonly kind: "different"; readonly only: Readonly<Record<string, readonly SigmaFields[]>> }
  /**
   * A difference between the rule and the search that a peer made of it: the result is as the search is. `proven`: the rule
   * without what the peer is known to lose finds the same as the result.
   */
  | {
      readonly kind: "peers";
      readonly proven: boolean;
      readonly only: Readonly<Record<string, readonly SigmaFields[]>>;
    }
  | { readonly kind: "refused"; readonly reasons: readonly string[] }
  | { readonly kind: "cannot"; readonly reason: string }
  /** The engine says that something is wrong with what was compiled. */
  | { readonly kind: "rejected"; readonly reason: string };

export interface Judged {
  readonly name: string;
  readonly check: string;
  readonly outcome: Outcome;
}

/** The places of the events that a rule matches, or why the engine cannot run it. */
export async function matchesOf(
  engine: SigmaEngine,
  rule: string,
  events: readonly SigmaFields[],
  asPeer = false,
): Promise<ReadonlySet<number> | string> {
  const answer = await engine.ask({
    rule,
    ...(asPeer ? { asPeer } : {}),
    events: events.map((fields, id) => ({ id, fields })),
  });
  return "error" in answer ? answer.error : new Set(answer.ids);
}

/** The events of which two sides say different things. */
export function compared(
  left: ReadonlySet<number>,
  right: ReadonlySet<number>,
  events: readonly SigmaFields[],
  names: readonly [string, string],
): Outcome {
  const only = (one: ReadonlySet<number>, other: ReadonlySet<number>) =>
    events.filter((_, id) => one.has(id) && !other.has(id)).slice(0, 3);
  const onlyLeft = only(left, right);
  const onlyRight = only(right, left);
  if (onlyLeft.length + onlyRight.length > 0)
    return { kind: "different", only: { [names[0]]: onlyLeft, [names[1]]: onlyRight } };
  return left.size === 0
    ? { kind: "cannot", reason: "no event fires, so that nothing is shown" }
    : { kind: "agreed", events: events.length, fired: left.size };
}

/**
 * The events of which all products say the same. They disagree on whether `$` matches before a line end that is the last
 * character, on whether a text is a number that it is another spelling of (`200.0`), and on what of a network a text is that
 * is no address (pySigma makes texts with wildcards of it): no document of Splunk or Sigma says any.
 */
export function judgedAlike(
  events: readonly SigmaFields[],
  ...rules: readonly string[]
): readonly SigmaFields[] {
  const hasRegex = rules.some((rule) => rule.includes("|re"));
  const numbers = new Set(rules.flatMap(numbersIn));
  const addresses = rules.flatMap((rule) =>
    [...rule.matchAll(/([\w.-]+)\|cidr/g)].map(([, name = ""]) => name),
  );
  const hasAddresses = (fields: SigmaFields) =>
    addresses.every((name) => {
      const value = fields[name];
      return typeof value !== "string" || isIP(value) > 0;
    });
  return events.filter(
    (fields) =>
      hasAddresses(fields) &&
      Object.values(fields).every(
        (value) =>
          typeof value !== "string" ||
          !((hasRegex && value.endsWith("\n")) || isOtherSpelling(value, numbers)),
      ),
  );
}

/** The numbers that a rule compares with, alone or in a list. */
function numbersIn(rule: string): readonly number[] {
  return [...rule.matchAll(/^\s*(?:- |[^\s:#]+: +)(-?\d+)\s*(?:#.*)?$/gm)].map(([, digits]) =>
    Number(digits),
  );
}

function isOtherSpelling(value: string, numbers: ReadonlySet<number>): boolean {
  const number = Number(value);
  return value.trim() !== "" && numbers.has(number) && String(number) !== value;
}

/** Counts by check and outcome, then the reasons and the differences by rule. */
export function reportLines(judged: readonly Judged[]): readonly string[] {
  const checks = [...new Set(judged.map(({ check }) => check))];
  return checks.flatMap((check) => {
    const own = judged.filter((each) => each.check === check);
    const count = (kind: Outcome["kind"]) => own.filter(({ outcome }) => outcome.kind === kind).length;
    const compiled = own.length - count("refused");
    const proven = own.filter(({ outcome }) => outcome.kind === "peers" && outcome.proven).length;
    return [
      `${check}: ${String(own.length)} rules, ${String(compiled)} compile (${percent(compiled, own.length)}), ` +
        `${String(count("agreed"))} agree on every event, ${String(count("different"))} differ, ` +
        (count("peers") === 0
          ? ""
          : `${String(count("peers"))} differ as the peer's search does (${String(proven)} by its known losses), `) +
        `${String(count("rejected"))} are rejected, ${String(count("cannot"))} cannot be run`,
      ...own.flatMap(({ name, outcome }) => detail(name, outcome)),
    ];
  });
}

function detail(name: string, outcome: Outcome): readonly string[] {
  switch (outcome.kind) {
    case "agreed":
      return [];
    case "different":
    case "peers":
      return [
        `  ${outcome.kind === "peers" ? `the peer's search differs${outcome.proven ? "" : " otherwise"}` : "different"} ${name}`,
        ...Object.entries(outcome.only).flatMap(([side, events]) =>
          events.slice(0, 1).map((event) => `    only ${side}: ${JSON.stringify(event).slice(0, 600)}`),
        ),
      ];
    case "refused":
      return [`  refused ${name}: ${outcome.reasons.join("; ")}`];
    case "rejected":
      return [`  rejected ${name}: ${outcome.reason}`];
    case "cannot":
      return [`  cannot be run ${name}: ${outcome.reason}`];
  }
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)} %`;
}
