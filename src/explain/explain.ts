import type { GroupKey, LogicalPlan, NamedAggregate, WindowFrame } from "../plan/plan.js";
import type { RowType, ValueType } from "../plan/row-type.js";
import { patternText } from "../plan/wildcard-names.js";
import type { Span } from "../source/source-text.js";
import { expressionWords } from "./expression-words.js";

/** One step of a search as it was understood. */
export interface Explanation {
  readonly step: LogicalPlan["kind"];
  readonly words: string;
  /** What the row has after the step. */
  readonly columns: readonly ExplainedColumn[];
  /** The row has further fields: those of the events. */
  readonly open: boolean;
  readonly span: Span;
  /** The other searches that a join or a union reads. */
  readonly inputs: readonly (readonly Explanation[])[];
}

export interface ExplainedColumn {
  readonly name: string;
  readonly type: ValueType;
}

/** The steps of a plan in the order in which they run. */
export function explain(plan: LogicalPlan): readonly Explanation[] {
  switch (plan.kind) {
    case "scan":
      return [step(plan, scanWords(plan))];
    case "union":
      return [
        step(
          plan,
          `takes the rows of ${String(plan.inputs.length)} searches together`,
          plan.inputs.map(explain),
        ),
      ];
    case "join":
      return [...explain(plan.input), step(plan, joinWords(plan), [explain(plan.right)])];
    default:
      return [...explain(plan.input), step(plan, stepWords(plan))];
  }
}

function step(
  plan: LogicalPlan,
  words: string,
  inputs: readonly (readonly Explanation[])[] = [],
): Explanation {
  return {
    step: plan.kind,
    words,
    columns: columnsOf(plan.row),
    open: plan.row.open,
    span: plan.span,
    inputs,
  };
}

function columnsOf(row: RowType): readonly ExplainedColumn[] {
  // Of an event only what the search added is worth a word; the fields of the log source are the catalog's.
  return [...row.columns].map(([name, { type }]) => ({ name, type }));
}

function scanWords({ source, time }: Extract<LogicalPlan, { kind: "scan" }>): string {
  const range =
    time === undefined
      ? ""
      : ` ${[time.earliest === undefined ? "" : `from ${time.earliest}`, time.latest === undefined ? "" : `to ${time.latest}`].join(" ").trim()}`;
  switch (source.kind) {
    case "log":
      return `reads the events of \`${source.id}\`${range}`;
    case "lookup":
      return `reads the lookup table \`${source.table}\``;
    case "rows":
      return `makes ${String(source.count)} ${source.count === 1 ? "row" : "rows"}`;
  }
}

type SimpleStep = Exclude<LogicalPlan, { kind: "scan" | "union" | "join" }>;

function stepWords(plan: SimpleStep): string {
  switch (plan.kind) {
    case "filter":
      return `keeps a row when ${expressionWords(plan.predicate)}`;
    case "extend":
      return plan.columns
        .map(({ name, expression }) => `sets \`${name}\` to ${expressionWords(expression)}`)
        .join("; ");
    case "each-field":
      return `for every field named ${names(plan.fields.map(patternText))} ${plan.columns
        .map(({ name, expression }) => `sets \`${name}\` to ${expressionWords(expression)}`)
        .join("; ")}`;
    case "transaction":
      return transactionWords(plan);
    case "project":
      return `keeps only the columns ${names(plan.columns)}`;
    case "rename":
      return `renames ${plan.columns.map(({ from, to }) => `\`${from}\` to \`${to}\``).join(", ")}`;
    case "aggregate":
      return `${groupWords(plan.keys, "one row for each")}: ${plan.aggregates.map(aggregateWords).join(", ")}`;
    case "window":
      return `adds to every row ${plan.aggregates.map(aggregateWords).join(", ")} over ${frameWords(plan.frame)}${plan.keys.length === 0 ? "" : ` of the same ${names(plan.keys.map(({ name }) => name))}`}`;
    case "sort":
      return `orders by ${plan.keys.map(({ name, descending }) => `\`${name}\`${descending ? ", greatest first" : ""}`).join(", then ")}${plan.limit === undefined ? "" : ` and keeps the first ${String(plan.limit)}`}`;
    case "limit":
      return `keeps the ${plan.from} ${String(plan.count)} rows`;
    case "distinct":
      return `keeps the first ${plan.count === 1 ? "row" : `${String(plan.count)} rows`} of each combination of ${names(plan.columns)}${plan.keepMissing ? "" : ", and no row that lacks one of them"}`;
    case "unnest":
      return `makes one row for each value of \`${plan.column}\``;
    case "lookup":
      return `looks up ${names(plan.outputs.map(({ field }) => field))} in \`${plan.table}\` by ${names(plan.keys.map(({ field }) => field))}`;
    default:
      return plan satisfies never;
  }
}

function joinWords({ type, keys, max }: Extract<LogicalPlan, { kind: "join" }>): string {
  const on = names(keys.map(({ left }) => left));
  switch (type) {
    case "semi":
      return `keeps a row when another search gives the same ${on}`;
    case "anti":
      return `keeps a row when another search does not give the same ${on}`;
    case "inner":
    case "left":
      return `adds the columns of ${max === 1 ? "the first row" : "the rows"} of another search with the same ${on}${type === "left" ? ", where there is one" : ", and leaves out rows without one"}`;
  }
}

function transactionWords(plan: Extract<LogicalPlan, { kind: "transaction" }>): string {
  const { keys, maxSpan, maxPause, maxRows, starts, ends } = plan;
  const limits = [
    starts === undefined ? "" : `up to the row before it where ${expressionWords(starts)}`,
    ends === undefined ? "" : `from the row where ${expressionWords(ends)}`,
    maxSpan === undefined ? "" : `within less than ${String(maxSpan)} seconds`,
    maxPause === undefined ? "" : `at most ${String(maxPause)} seconds apart`,
    `at most ${String(maxRows)} of them`,
  ].filter((part) => part !== "");
  const which = keys.length === 0 ? "the rows" : `the rows of the same ${names(keys)}`;
  return `joins ${which} into one row, the newest first${limits.map((part) => `, ${part}`).join("")}`;
}

function groupWords(keys: readonly GroupKey[], lead: string): string {
  if (keys.length === 0) return "one row over everything";
  const filled = keys.filter(({ fill }) => fill !== undefined);
  const combination = `${lead} combination of ${names(keys.map(({ name }) => name))}`;
  if (filled.length === 0) return `${combination} (rows that lack one are left out)`;
  const text = JSON.stringify(filled[0]?.fill?.value ?? "");
  return `${combination} (a missing one counts as ${text})`;
}

function aggregateWords({ name, function: id, argument, condition, parameter }: NamedAggregate): string {
  const of = argument === undefined ? "" : ` of ${expressionWords(argument)}`;
  const where = condition === undefined ? "" : ` where ${expressionWords(condition)}`;
  const at = parameter === undefined ? "" : ` ${String(parameter)}`;
  return `\`${name}\` as ${id.replaceAll("-", " ")}${at}${of}${where}`;
}

function frameWords(frame: WindowFrame): string {
  if (frame.kind === "group") return "all rows";
  if (frame.rows !== undefined) return `the last ${String(frame.rows)} rows`;
  return frame.seconds === undefined
    ? "the rows so far"
    : `the rows of the last ${String(frame.seconds)} seconds`;
}

function names(list: readonly string[]): string {
  return list.map((name) => `\`${name}\``).join(", ");
}
