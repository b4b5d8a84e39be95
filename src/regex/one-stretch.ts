import { complement, rangesOfMembers, rangesOfSet, withBothCases, type CodeRange } from "./character-sets.js";
import { UnsupportedPcre, type Pcre } from "./pcre.js";

/**
 * Whether a group takes the same stretch of any text in whichever way the expression matches it, so that it does not
 * matter which match comes first and how greedy its parts are. False where that is not known.
 *
 * The expression is run twice over the same unknown text; the group takes one stretch if the two runs cannot disagree
 * about which characters are in it. Word boundaries are taken to hold anywhere, which only adds runs.
 */
export function takesOneStretch(root: Pcre, group: string): boolean {
  try {
    const machine = new Machine(group);
    machine.build(root);
    return machine.timesTaken === 1 && machine.size <= mostStates && !canDisagree(machine);
  } catch (problem) {
    if (problem instanceof UnsupportedPcre) return false;
    throw problem;
  }
}

const mostStates = 400;
/** A quantifier with more repetitions is not written out. */
const mostCopies = 40;

interface Step {
  readonly to: number;
  /** The characters that the step reads; absent: it reads none. */
  readonly reads?: readonly CodeRange[];
  /** Where in the text the step can be taken. */
  readonly at?: "start" | "end";
}

/** An expression as states; each is inside the group or outside of it. */
class Machine {
  readonly steps: Step[][] = [];
  readonly inside: boolean[] = [];
  timesTaken = 0;
  start = 0;
  end = 0;
  private within = false;

  constructor(private readonly group: string) {}

  get size(): number {
    return this.steps.length;
  }

  /** The expression with any text before and behind it. */
  build(root: Pcre): void {
    this.start = this.state();
    this.step(this.start, { to: this.start, reads: anything });
    this.end = this.add(root, this.start);
    this.step(this.end, { to: this.end, reads: anything });
  }

  private state(): number {
    this.steps.push([]);
    this.inside.push(this.within);
    return this.steps.length - 1;
  }

  private step(from: number, step: Step): void {
    this.steps[from]?.push(step);
  }

  private then(from: number, step: Omit<Step, "to">): number {
    const to = this.state();
    this.step(from, { to, ...step });
    return to;
  }

  private add(node: Pcre, from: number): number {
    if (this.size > mostStates) throw new UnsupportedPcre("a long expression");
    switch (node.kind) {
      case "character": {
        const one = [{ from: node.code, to: node.code }];
        return this.then(from, { reads: node.ignoreCase ? withBothCases(one) : one });
      }
      case "dot":
        return this.then(from, { reads: node.lines ? anything : complement([{ from: 10, to: 10 }]) });
      case "class": {
        const own = rangesOfMembers(node.members);
        const cased = node.ignoreCase ? withBothCases(own) : own;
        return this.then(from, { reads: node.negated ? complement(cased) : cased });
      }
      case "set":
        return this.then(from, { reads: rangesOfSet(node.set) });
      case "assertion":
        if (node.assertion === "text-start") return this.then(from, { at: "start" });
        if (node.assertion === "text-end" || node.assertion === "text-end-or-newline")
          return this.then(from, { at: "end" });
        return this.then(from, {});
      case "sequence":
        return node.items.reduce((at, item) => this.add(item, at), from);
      case "alternatives": {
        const ends = node.options.map((option) => this.add(option, this.then(from, {})));
        const end = this.state();
        for (const each of ends) this.step(each, { to: end });
        return end;
      }
      case "group":
        return node.capture?.name === this.group ? this.addGroup(node.body, from) : this.add(node.body, from);
      case "repeat":
        return this.repeat(node, from);
      case "backtracking":
        throw new UnsupportedPcre(node.construct);
    }
  }

  private addGroup(body: Pcre, from: number): number {
    this.timesTaken++;
    this.within = true;
    const begin = this.then(from, {});
    const last = this.add(body, begin);
    this.within = false;
    return this.then(last, {});
  }

  private repeat(
    { body, minimum, maximum }: Extract<Pcre, { readonly kind: "repeat" }>,
    from: number,
  ): number {
    if (Math.max(minimum, maximum ?? 0) > mostCopies) throw new UnsupportedPcre("a long repetition");
    let at = this.then(from, {});
    for (let copy = 0; copy < minimum; copy++) at = this.add(body, at);
    if (maximum === undefined) {
      const loop = this.then(at, {});
      this.step(this.add(body, loop), { to: loop });
      return this.then(loop, {});
    }
    const end = this.state();
    this.step(at, { to: end });
    for (let copy = minimum; copy < maximum; copy++) {
      at = this.add(body, at);
      this.step(at, { to: end });
    }
    return end;
  }
}

const anything = complement([]);

interface Pair {
  readonly left: number;
  readonly right: number;
  readonly atStart: boolean;
  readonly disagree: boolean;
}

function canDisagree(machine: Machine): boolean {
  const first: Pair = { left: machine.start, right: machine.start, atStart: true, disagree: false };
  const seen = new Set<string>();
  const open = [first];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const { atStart, disagree } = pair;
    for (const left of reached(machine, pair.left, atStart))
      for (const right of reached(machine, pair.right, atStart)) {
        if (disagree && left.state === machine.end && right.state === machine.end) return true;
        if (left.ended || right.ended) continue;
        const differs = disagree || machine.inside[left.state] !== machine.inside[right.state];
        for (const one of machine.steps[left.state] ?? [])
          for (const other of machine.steps[right.state] ?? []) {
            if (one.reads === undefined || other.reads === undefined || !meet(one.reads, other.reads))
              continue;
            const next: Pair = { left: one.to, right: other.to, atStart: false, disagree: differs };
            const key = `${next.left} ${next.right} ${String(next.disagree)}`;
            if (seen.has(key)) continue;
            seen.add(key);
            open.push(next);
          }
      }
  }
  return false;
}

/** The states that a run is in without reading on, and whether the text has to be over there. */
function reached(
  { steps }: Machine,
  from: number,
  atStart: boolean,
): readonly { readonly state: number; readonly ended: boolean }[] {
  const found = new Map<string, { readonly state: number; readonly ended: boolean }>();
  const open = [{ state: from, ended: false }];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    const key = `${each.state} ${String(each.ended)}`;
    if (found.has(key)) continue;
    found.set(key, each);
    for (const { to, reads, at } of steps[each.state] ?? [])
      if (reads === undefined && (at !== "start" || atStart))
        open.push({ state: to, ended: each.ended || at === "end" });
  }
  return [...found.values()];
}

function meet(left: readonly CodeRange[], right: readonly CodeRange[]): boolean {
  return left.some((one) => right.some((other) => one.from <= other.to && other.from <= one.to));
}
