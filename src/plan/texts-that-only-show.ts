import { charactersOfMatches } from "../regex/characters-of-group.js";
import { expressionsOf, fieldsOf, walkExpression } from "./expression-visitor.js";
import type { Call, Compare, ScalarExpression } from "./expression.js";
import type { AggregateFunction, LogicalPlan, NamedAggregate } from "./plan.js";
import { inputsOf } from "./visitor.js";

/** What is asked of a text: nothing but that it shows, whether there is one and it is not empty, or what it says. */
type Asked = "presence" | "content";

/** Aggregates that give their argument's values on, whatever these say. */
const carrying: ReadonlySet<AggregateFunction> = new Set<AggregateFunction>([
  "values",
  "list",
  "first",
  "last",
  "earliest",
  "latest",
]);

/** The characters that a number is written with. */
const ofNumbers = [..."0123456789.+-einfaEINFA"].map((character) => character.charCodeAt(0));

/**
 * The calls of `tostring` whose text goes into results and is asked for nothing but whether it is there: a language that
 * writes a number with other digits finds the same rows. What stands behind a step that may tell texts apart counts as
 * asked for.
 */
export function textsThatOnlyShow(plan: LogicalPlan): ReadonlySet<ScalarExpression> {
  const found: Found = { shown: new Set(), asked: new Set() };
  walk(plan, new Columns(found));
  return new Set([...found.shown].filter((call) => !found.asked.has(call)));
}

interface Found {
  readonly shown: Set<ScalarExpression>;
  readonly asked: Set<ScalarExpression>;
}

/** What the steps behind a step ask of its columns. */
class Columns {
  private readonly levels: Map<string, Asked>;

  constructor(
    readonly found: Found,
    levels: Iterable<readonly [string, Asked]> = [],
    /** Each column is asked for its content. */
    private readonly all = false,
  ) {
    this.levels = new Map(levels);
  }

  copy(): Columns {
    return new Columns(this.found, this.levels, this.all);
  }

  none(): Columns {
    return new Columns(this.found);
  }

  everything(): Columns {
    return new Columns(this.found, [], true);
  }

  renamed(before: ReadonlyMap<string, string>): Columns {
    const levels = [...this.levels].map(([name, level]) => [before.get(name) ?? name, level] as const);
    return new Columns(this.found, levels, this.all);
  }

  of(name: string): Asked | undefined {
    return this.all ? "content" : this.levels.get(name);
  }

  /** A column that a step sets itself is not asked of its input. */
  take(name: string): Asked | undefined {
    const level = this.of(name);
    this.levels.delete(name);
    return level;
  }

  ask(name: string, level: Asked): void {
    if (this.levels.get(name) !== "content") this.levels.set(name, level);
  }
}

function walk(plan: LogicalPlan, asked: Columns): void {
  const before = asked.copy();
  switch (plan.kind) {
    case "scan":
      return;
    case "filter":
      test(plan.predicate, before);
      return walk(plan.input, before);
    case "extend":
      for (const { name, expression } of [...plan.columns].reverse())
        carry(expression, before.take(name), before);
      return walk(plan.input, before);
    case "rename":
      return walk(plan.input, asked.renamed(new Map(plan.columns.map(({ from, to }) => [to, from]))));
    case "aggregate": {
      const read = asked.none();
      for (const { expression } of plan.keys) content(expression, read);
      for (const aggregate of plan.aggregates) aggregated(aggregate, asked.of(aggregate.name), read);
      return walk(plan.input, read);
    }
    case "sort":
      for (const { name } of plan.keys) before.ask(name, "content");
      return walk(plan.input, before);
    case "project":
    case "limit":
      return walk(plan.input, before);
    case "union":
      for (const input of plan.inputs) walk(input, asked.copy());
      return;
    case "each-field":
    case "window":
    case "distinct":
    case "join":
    case "unnest":
    case "lookup":
    case "transaction":
    case "reshape":
      for (const expression of expressionsOf(plan)) content(expression, before);
      for (const input of inputsOf(plan)) walk(input, asked.everything());
      return;
  }
}

function aggregated(
  { function: id, argument, condition }: NamedAggregate,
  level: Asked | undefined,
  read: Columns,
): void {
  if (condition !== undefined) test(condition, read);
  if (argument === undefined) return;
  if (id === "count") carry(argument, "presence", read);
  else carry(argument, carrying.has(id) && level !== "content" ? "presence" : "content", read);
}

function test(predicate: ScalarExpression, read: Columns): void {
  switch (predicate.kind) {
    case "and":
    case "or":
      for (const operand of predicate.operands) test(operand, read);
      return;
    case "not":
      return test(predicate.operand, read);
    case "is-present":
      return carry(predicate.value, "presence", read);
    case "compare":
      return asksForPresence(predicate) ? carry(predicate.left, "presence", read) : content(predicate, read);
    default:
      return content(predicate, read);
  }
}

function asksForPresence({ operator, right }: Compare): boolean {
  return right.kind === "literal" && right.value === "" && (operator === "=" || operator === "!=");
}

/** An expression whose value is asked for so much: what it is put together of is asked for no more. */
function carry(expression: ScalarExpression, level: Asked | undefined, read: Columns): void {
  if (level === "content") return content(expression, read);
  switch (expression.kind) {
    case "field":
      if (level !== undefined) read.ask(expression.name, level);
      return;
    case "case":
      for (const { when, then } of expression.arms) {
        test(when, read);
        carry(then, level, read);
      }
      if (expression.otherwise !== undefined) carry(expression.otherwise, level, read);
      return;
    case "call":
      return carryCall(expression, level, read);
    default:
      return content(expression, read);
  }
}

function carryCall(call: Call, level: "presence" | undefined, read: Columns): void {
  const [first, pattern] = call.arguments;
  switch (call.function) {
    case "tostring":
      if (call.arguments.length > 1) return content(call, read);
      read.found.shown.add(call);
      if (first !== undefined) content(first, read);
      return;
    case "concat":
      for (const argument of call.arguments) carry(argument, level, read);
      return;
    case "replace":
      if (first !== undefined && pattern !== undefined && leavesNumbers(pattern))
        return carry(first, level, read);
      return content(call, read);
    default:
      return content(call, read);
  }
}

/** Whether a regular expression takes no character that a number is written with. */
function leavesNumbers(pattern: ScalarExpression): boolean {
  const taken = pattern.kind === "literal" ? charactersOfMatches(String(pattern.value)) : undefined;
  return taken?.every(({ from, to }) => ofNumbers.every((code) => code < from || code > to)) === true;
}

function content(expression: ScalarExpression, read: Columns): void {
  for (const name of fieldsOf(expression)) read.ask(name, "content");
  walkExpression(expression, (part) => {
    if (part.kind === "call" && part.function === "tostring") read.found.asked.add(part);
  });
}
