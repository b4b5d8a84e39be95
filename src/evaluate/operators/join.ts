import type { Join } from "../../plan/plan.js";
import { fold } from "../comparison.js";
import { networkTest } from "../network.js";
import { numberOf, singlesOf, textOf, type MutableRow, type Single } from "../value.js";
import { wildcardParts, wildcardTest } from "../wildcard.js";
import type { Sink } from "./operator.js";

/** The two sides of a join are fed at the same time; rows of the left one wait until the right one has ended. */
export interface JoinSinks {
  readonly left: Sink;
  readonly right: Sink;
}

export function joinSinks(plan: Join, output: Sink): JoinSinks {
  const operator =
    plan.type === "semi" || plan.type === "anti" ? new Membership(plan, output) : new RowJoin(plan, output);
  return {
    left: {
      push: (row) => operator.pushLeft(row),
      end: () => operator.endLeft(),
    },
    right: {
      push: (row) => operator.pushRight(row),
      end: () => operator.endRight(),
    },
  };
}

abstract class TwoSided {
  private readonly waiting: MutableRow[] = [];
  private leftEnded = false;
  private rightEnded = false;
  private wanted = true;

  constructor(
    protected readonly plan: Join,
    protected readonly output: Sink,
  ) {}

  abstract pushRight(row: MutableRow): boolean;
  /** Handles a left row when the right side is complete. */
  protected abstract meet(row: MutableRow): boolean;

  pushLeft(row: MutableRow): boolean {
    if (!this.rightEnded) this.waiting.push(row);
    else if (this.wanted) this.wanted = this.meet(row);
    return this.wanted;
  }
  endLeft(): void {
    this.leftEnded = true;
    if (this.rightEnded) this.output.end();
  }
  endRight(): void {
    this.rightEnded = true;
    for (const row of this.waiting) if (this.wanted) this.wanted = this.meet(row);
    this.waiting.length = 0;
    if (this.leftEnded) this.output.end();
  }

  protected idOf(single: Single): string {
    return this.plan.caseSensitive ? textOf(single) : fold(textOf(single));
  }
}

/** "join": rows with equal keys; a row that lacks a key meets none. */
class RowJoin extends TwoSided {
  private readonly table = new Map<string, MutableRow[]>();

  pushRight(row: MutableRow): boolean {
    for (const id of this.idsOf(row, "right")) {
      const rows = this.table.get(id);
      if (rows === undefined) this.table.set(id, [row]);
      else rows.push(row);
    }
    return true;
  }

  protected meet(row: MutableRow): boolean {
    const { max, type, overwrite } = this.plan;
    const found = new Set(this.idsOf(row, "left").flatMap((id) => this.table.get(id) ?? []));
    const partners = [...found].slice(0, max === undefined || max === 0 ? undefined : max);
    if (partners.length === 0) return type === "inner" || this.output.push(row);
    return partners.every((partner) => {
      const joined: MutableRow = new Map(row);
      for (const [name, value] of partner) if (overwrite || !joined.has(name)) joined.set(name, value);
      return this.output.push(joined);
    });
  }

  /** One text for each combination of the values of the keys. */
  private idsOf(row: MutableRow, side: "left" | "right"): readonly string[] {
    return combinations(
      this.plan.keys.map((key) => singlesOf(row.get(key[side]) ?? null).map((single) => this.idOf(single))),
    );
  }
}

/**
 * A subsearch as a condition: `((a="1" AND b="2") OR (a="3"))`. Its values are compared as the search language
 * compares: any value of a field, numbers as numbers, `*` as a wildcard. A field that a row of the subsearch lacks is
 * left out of its condition ("format").
 */
class Membership extends TwoSided {
  /** Combinations of plain values, by the fields they are of. */
  private readonly exact = new Map<
    string,
    { readonly fields: readonly string[]; readonly ids: Set<string> }
  >();
  private readonly conditions: ((row: MutableRow) => boolean)[] = [];

  pushRight(row: MutableRow): boolean {
    const present = this.plan.keys
      .map(({ left, right }) => ({ field: left, singles: singlesOf(row.get(right) ?? null) }))
      .filter(({ singles }) => singles.length > 0);
    if (present.length === 0) return true;
    if (present.every(({ singles }) => singles.every(isPlain))) {
      const fields = present.map(({ field }) => field);
      const signature = JSON.stringify(fields);
      const known = this.exact.get(signature) ?? { fields, ids: new Set() };
      this.exact.set(signature, known);
      for (const id of combinations(
        present.map(({ singles }) => singles.map((single) => this.searchId(single))),
      ))
        known.ids.add(id);
      return true;
    }
    const tests = present.map(({ field, singles }) => {
      const equals = singles.map((single) => this.valueTest(single));
      return (candidate: MutableRow) =>
        singlesOf(candidate.get(field) ?? null).some((value) => equals.some((equal) => equal(value)));
    });
    this.conditions.push((candidate) => tests.every((test) => test(candidate)));
    return true;
  }

  protected meet(row: MutableRow): boolean {
    const matches = this.isMember(row);
    return matches !== (this.plan.type === "semi") || this.output.push(row);
  }

  private isMember(row: MutableRow): boolean {
    for (const { fields, ids } of this.exact.values()) {
      const values = fields.map((field) =>
        singlesOf(row.get(field) ?? null).map((single) => this.searchId(single)),
      );
      if (combinations(values).some((id) => ids.has(id))) return true;
    }
    return this.conditions.some((condition) => condition(row));
  }

  /** Equal for values that the search language takes as equal. */
  private searchId(single: Single): string {
    const number = numberOf(single);
    return number === undefined ? `=${this.idOf(single)}` : `#${String(number)}`;
  }

  private valueTest(expected: Single): (value: Single) => boolean {
    const text = textOf(expected);
    if (text.includes("*")) {
      const test = wildcardTest(wildcardParts(text), this.plan.caseSensitive);
      return (value) => test(textOf(value));
    }
    const inNetwork = text.includes("/") ? networkTest(text) : undefined;
    if (inNetwork !== undefined) return (value) => inNetwork(textOf(value));
    const id = this.searchId(expected);
    return (value) => this.searchId(value) === id;
  }
}

/** A value that is neither a pattern nor a network. */
function isPlain(single: Single): boolean {
  const text = textOf(single);
  return !text.includes("*") && !(text.includes("/") && networkTest(text) !== undefined);
}

/** One text for each way of taking one id of every list. */
function combinations(lists: readonly (readonly string[])[]): readonly string[] {
  let ids: readonly string[] = [""];
  for (const list of lists)
    ids = ids.flatMap((id) => list.map((text) => `${id}${String(text.length)}:${text}`));
  return ids;
}
