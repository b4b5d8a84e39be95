import { parseDiagnostics } from "../src/diagnostics/codes/parse.js";
import type { ArgumentReader } from "./argument-reader.js";
import type { Aggregate, AggregateArgument, GroupByField } from "./ast.js";
import { aggregateFunctions, splitPercentile } from "./function-names.js";
import type { Item } from "./items.js";
import { didYouMean } from "./suggest.js";

/** Words that end the aggregates. */
const clauses: readonly string[] = ["BY", "FROM", "WHERE"];

/** Aggregates with blanks or commas between them; at least one. */
export function readAggregates(args: ArgumentReader): Aggregate[] {
  return args.list(
    () => readAggregate(args),
    () => seesAggregate(args),
    "an aggregate such as `count`",
  );
}

function seesAggregate(args: ArgumentReader): boolean {
  const item = args.peek();
  return isComputed(item) || (item?.kind === "word" && args.seesName() && !args.sees("from"));
}

/** `count`, `dc(user) as n`, `sum(eval(a*b))`; in charts also `eval(sum(a)/count)`. */
export function readAggregate(args: ArgumentReader): Aggregate {
  if (isComputed(args.peek())) return readComputed(args);
  const called = args.seesCall();
  const word = args.plainName("an aggregate such as `count`");
  const { name, parameter } = splitPercentile(word.text.toLowerCase());
  if (!aggregateFunctions.has(name)) {
    const help = didYouMean(name, aggregateFunctions) ?? didYouMean(word.text.toUpperCase(), clauses);
    args.refuse(
      parseDiagnostics["unknown-aggregate"](
        args.spanOf(word),
        { name: word.text },
        help === undefined ? {} : { help },
      ),
    );
  }
  const sparkline = called && name === "sparkline" ? readSparkline(args) : undefined;
  const argument = called && sparkline === undefined ? readArgument(args) : undefined;
  const end = called ? args.position : word.end;
  const text = args.written(word.start, end);
  const alias = args.take("as") === undefined ? undefined : args.fieldPattern("a name for the result");
  return {
    kind: "aggregate",
    function: name,
    ...(parameter === undefined ? {} : { parameter }),
    ...(argument === undefined ? {} : { argument }),
    ...(sparkline === undefined ? {} : { sparkline }),
    ...(alias === undefined ? {} : { alias }),
    text,
    span: args.spanOf({ start: word.start, end: args.position }),
  };
}

function isComputed(item: Item | undefined): boolean {
  return item?.kind === "expression" && item.computed;
}

/** An expression over aggregates. */
function readComputed(args: ArgumentReader): Aggregate {
  const start = args.peek()?.start ?? 0;
  const expression = args.expressionHere() ?? args.unexpected("an aggregate such as `count`");
  const text = args.written(start, args.position);
  const alias = args.take("as") === undefined ? undefined : args.fieldPattern("a name for the result");
  return {
    kind: "aggregate",
    function: "eval",
    argument: { kind: "expression", expression },
    ...(alias === undefined ? {} : { alias }),
    text,
    span: args.spanOf({ start, end: args.position }),
  };
}

function readSparkline(args: ArgumentReader): NonNullable<Aggregate["sparkline"]> {
  args.expectPunctuation("(");
  const aggregate = readAggregate(args);
  const bucket = args.takePunctuation(",") ? args.spanHere() : undefined;
  args.expectPunctuation(")");
  return { aggregate, ...(bucket === undefined ? {} : { bucket }) };
}

function readArgument(args: ArgumentReader): AggregateArgument | undefined {
  args.expectPunctuation("(");
  if (args.takePunctuation(")")) return undefined;
  const expression = args.expressionHere();
  const argument: AggregateArgument =
    expression === undefined
      ? { kind: "field", field: args.fieldPattern() }
      : { kind: "expression", expression };
  args.expectPunctuation(")");
  return argument;
}

/** The fields behind `by`, or another word of that meaning, when it is next. */
export function readBy(args: ArgumentReader, ...words: readonly string[]): GroupByField[] {
  if (args.take("by", ...words) === undefined) return [];
  return args.list(
    () => readGroupByField(args),
    () => args.seesName(),
    "a field",
  );
}

function readGroupByField(args: ArgumentReader): GroupByField {
  const start = args.peek()?.start ?? 0;
  if (args.seesCall() && args.sees("prefix")) {
    args.take("prefix");
    args.expectPunctuation("(");
    const name = args.fieldName();
    const signed = args.takePunctuation("=");
    args.expectPunctuation(")");
    const field = signed ? { name: `${name.name}=`, span: { ...name.span, end: name.span.end + 1 } } : name;
    return { field, prefix: true, span: args.spanOf({ start, end: args.position }) };
  }
  const field = args.fieldName();
  const option = args.optionHere("span");
  if (option === undefined) return { field, span: field.span };
  return {
    field,
    bucket: args.spanOption(option),
    span: args.spanOf({ start, end: args.position }),
  };
}
