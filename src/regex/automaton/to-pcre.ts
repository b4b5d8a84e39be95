import { complement, union, type CodeRange } from "../character-sets.js";
import type { Pcre } from "../pcre.js";
import type { Automaton } from "./automaton.js";
import { merged } from "./merged.js";

/** An expression that matches exactly the texts of an automaton, as a whole; `undefined` where it would be too long. */
export function toPcre(automaton: Automaton, most: number): Pcre | undefined {
  const { start, accepting, steps } = merged(automaton);
  const first = steps.length;
  const last = first + 1;
  const ways = new Ways();
  steps.forEach((each, from) => {
    for (const { reads, to } of each) ways.add(from, to, ofSet(reads));
  });
  ways.add(first, start, nothing);
  for (const state of accepting) ways.add(state, last, nothing);
  const left = new Set(steps.keys());
  while (left.size > 0) {
    const next = [...left].reduce((best, state) => (ways.costOf(state) < ways.costOf(best) ? state : best));
    ways.leaveOut(next);
    left.delete(next);
    if (ways.size > most) return undefined;
  }
  return ways.between(first, last);
}

/** The expressions that lead from one state to another while states are left out one by one. */
class Ways {
  private readonly from = new Map<number, Map<number, Pcre>>();

  get size(): number {
    return [...this.from.values()]
      .flatMap((ways) => [...ways.values()])
      .reduce((sum, way) => sum + sizeOf(way), 0);
  }

  between(from: number, to: number): Pcre | undefined {
    return this.from.get(from)?.get(to);
  }

  add(from: number, to: number, way: Pcre): void {
    const ways = this.from.get(from) ?? new Map<number, Pcre>();
    const other = ways.get(to);
    ways.set(to, other === undefined ? way : oneOf([other, way]));
    this.from.set(from, ways);
  }

  /** How much longer the expressions become when a state is left out. */
  costOf(state: number): number {
    const { into, out, loop } = this.around(state);
    const sum = (ways: readonly (readonly [number, Pcre])[]) =>
      ways.reduce((size, [, way]) => size + sizeOf(way), 0);
    const around = (into.length - 1) * sum(out) + (out.length - 1) * sum(into);
    return around + (into.length * out.length - 1) * (loop === undefined ? 0 : sizeOf(loop));
  }

  leaveOut(state: number): void {
    const { into, out, loop } = this.around(state);
    for (const [from] of into) this.from.get(from)?.delete(state);
    this.from.delete(state);
    for (const [from, before] of into)
      for (const [to, after] of out)
        this.add(from, to, inOrder([before, ...(loop === undefined ? [] : [anyNumberOf(loop)]), after]));
  }

  private around(state: number) {
    const into = [...this.from].flatMap(([from, ways]) => {
      const way = from === state ? undefined : ways.get(state);
      return way === undefined ? [] : [[from, way] as const];
    });
    const own = this.from.get(state) ?? new Map<number, Pcre>();
    return { into, out: [...own].filter(([to]) => to !== state), loop: own.get(state) };
  }
}

function ofSet(ranges: readonly CodeRange[]): Pcre {
  const [only, ...more] = ranges;
  if (only !== undefined && more.length === 0 && only.from === only.to)
    return { kind: "character", code: only.from, ignoreCase: false };
  const rest = complement(ranges);
  if (rest.length === 0) return { kind: "dot", lines: true };
  const negated = ranges.at(-1)?.to === rest.at(-1)?.from || rest.length < ranges.length;
  const members = (negated ? rest : ranges).map(({ from, to }) => ({ kind: "range", from, to }) as const);
  return { kind: "class", negated, members, ignoreCase: false };
}

const nothing: Pcre = { kind: "sequence", items: [] };

function itemsOf(node: Pcre): readonly Pcre[] {
  return node.kind === "sequence" ? node.items : [node];
}

function keyOf(node: Pcre): string {
  return JSON.stringify(node);
}

function sizeOf(node: Pcre): number {
  switch (node.kind) {
    case "sequence":
      return node.items.reduce((size, item) => size + sizeOf(item), 0);
    case "alternatives":
      return node.options.reduce((size, option) => size + sizeOf(option), 1);
    case "group":
    case "repeat":
      return 1 + sizeOf(node.body);
    default:
      return 1;
  }
}

/** One after the other; a part that stands several times in a row is counted. */
function inOrder(nodes: readonly Pcre[]): Pcre {
  const items: Pcre[] = [];
  for (const node of nodes.flatMap(itemsOf)) {
    const before = items.at(-1);
    const joined = before && timesTogether(before, node);
    if (joined === undefined) items.push(node);
    else items[items.length - 1] = joined;
  }
  const [only, ...more] = items;
  return only !== undefined && more.length === 0 ? only : { kind: "sequence", items };
}

/** `aa` is `a{2}`, `aa*` is `a+`. */
function timesTogether(left: Pcre, right: Pcre): Pcre | undefined {
  const [one, other] = [left, right].map((node) =>
    node.kind === "repeat" ? node : ({ body: node, minimum: 1, maximum: 1 } as const),
  );
  if (one === undefined || other === undefined || keyOf(one.body) !== keyOf(other.body)) return undefined;
  const isBounded = one.maximum !== undefined && other.maximum !== undefined;
  if (isBounded && one.body.kind === "character") return undefined;
  return times(
    one.body,
    one.minimum + other.minimum,
    isBounded ? (one.maximum ?? 0) + (other.maximum ?? 0) : undefined,
  );
}

function times(body: Pcre, minimum: number, maximum?: number): Pcre {
  return { kind: "repeat", body, minimum, mode: "greedy", ...(maximum === undefined ? {} : { maximum }) };
}

function anyNumberOf(node: Pcre): Pcre {
  if (itemsOf(node).length === 0) return nothing;
  const isOptional = node.kind === "repeat" && node.minimum <= 1 && (node.maximum ?? 1) === 1;
  return times(grouped(isOptional ? node.body : node), 0);
}

function grouped(node: Pcre): Pcre {
  return node.kind === "alternatives" || node.kind === "sequence" || node.kind === "repeat"
    ? { kind: "group", body: node }
    : node;
}

/** Any of them: what they begin or end with alike is written once. */
function oneOf(nodes: readonly Pcre[]): Pcre {
  const all = nodes.flatMap((node) => (node.kind === "alternatives" ? node.options : [ungrouped(node)]));
  const options = withoutCopies(all);
  const [only, ...more] = options;
  if (only !== undefined && more.length === 0) return only;
  const sets = options.map(setOf);
  if (sets.every((set) => set !== undefined)) return ofSet(union(sets.flat()));
  const items = options.map(itemsOf);
  const shortest = Math.min(...items.map(({ length }) => length));
  if (shortest === 0) {
    const rest = options.filter((option) => itemsOf(option).length > 0);
    const some = oneOf(rest);
    if (some.kind === "repeat" && some.minimum === 0) return some;
    return some.kind === "repeat" && some.minimum === 1 && some.maximum === undefined
      ? times(some.body, 0)
      : times(grouped(some), 0, 1);
  }
  const alike = (at: (all: readonly Pcre[]) => Pcre | undefined) =>
    new Set(items.map((each) => keyOf(at(each) ?? nothing))).size === 1;
  const [sample = []] = items;
  const head = alike((each) => each[0]) ? sample[0] : undefined;
  if (head !== undefined) return inOrder([head, groupOf(oneOf(items.map((each) => inOrder(each.slice(1)))))]);
  const tail = alike((each) => each.at(-1)) ? sample.at(-1) : undefined;
  if (tail !== undefined)
    return inOrder([groupOf(oneOf(items.map((each) => inOrder(each.slice(0, -1))))), tail]);
  return { kind: "alternatives", options };
}

/** Alternatives as one item of a sequence. */
function groupOf(node: Pcre): Pcre {
  return node.kind === "alternatives" ? { kind: "group", body: node } : node;
}

function ungrouped(node: Pcre): Pcre {
  return node.kind === "group" && node.capture === undefined ? node.body : node;
}

function withoutCopies(nodes: readonly Pcre[]): readonly Pcre[] {
  return [...new Map(nodes.map((node) => [keyOf(node), node])).values()];
}

/** The characters of an item that is one of a set. */
function setOf(node: Pcre): readonly CodeRange[] | undefined {
  if (node.kind === "character") return [{ from: node.code, to: node.code }];
  if (node.kind === "dot") return node.lines ? complement([]) : undefined;
  if (node.kind !== "class") return undefined;
  const ranges = node.members.flatMap((member) => (member.kind === "range" ? [member] : []));
  return node.negated ? complement(ranges) : union(ranges);
}
