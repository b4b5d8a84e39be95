import { reversedInput } from "../lower/reversed.js";
import type {
  Aggregate,
  Distinct,
  GroupKey,
  Join,
  LogicalPlan,
  Lookup,
  NamedExpression,
  Scan,
  SortKey,
  Transaction,
  Unnest,
  WindowFrame,
} from "../plan/plan.js";
import { reshapeWords } from "../plan/reshape.js";
import { typeOf } from "../plan/type-of.js";
import { patternText } from "../plan/wildcard-names.js";
import { aggregateWords } from "./aggregate-words.js";
import { durationWords } from "./duration-words.js";
import { expressionWords } from "./expression-words.js";
import { removes } from "./removes.js";

/** What one step of a plan does, in words. */
export function stepWords(plan: LogicalPlan): string {
  switch (plan.kind) {
    case "scan":
      return scanWords(plan);
    case "filter":
      return `keeps a row when ${expressionWords(plan.predicate)}`;
    case "extend":
      if (reversedInput(plan) !== undefined) return "turns the order around";
      return plan.columns.map(columnWords).join("; ");
    case "each-field":
      return `for every field named ${names(plan.fields.map(patternText))} ${plan.columns.map(columnWords).join("; ")}`;
    case "transaction":
      return transactionWords(plan);
    case "reshape":
      return `makes ${reshapeWords(plan.form)}`;
    case "project":
      return `keeps only the columns ${names(plan.columns)}`;
    case "rename":
      return `renames ${plan.columns.map(({ from, to }) => `\`${from}\` to \`${to}\``).join(", ")}`;
    case "aggregate":
      return `${groupWords(plan)}, with ${plan.aggregates.map(aggregateWords).join(", ")}`;
    case "window":
      return `adds to every row ${plan.aggregates.map(aggregateWords).join(", ")}, over ${frameWords(plan.frame, plan.keys)}`;
    case "sort":
      return `orders by ${orderWords(plan.keys)}${plan.limit === undefined ? "" : ` and keeps the first ${String(plan.limit)}`}`;
    case "limit":
      return `keeps the ${plan.from} ${counted(plan.count, "row")}`;
    case "distinct":
      return distinctWords(plan);
    case "unnest":
      return unnestWords(plan);
    case "lookup":
      return lookupWords(plan);
    case "join":
      return joinWords(plan);
    case "union":
      return `takes the rows of ${String(plan.inputs.length)} searches together`;
  }
}

function columnWords(column: NamedExpression): string {
  return removes(column)
    ? `removes \`${column.name}\``
    : `sets \`${column.name}\` to ${expressionWords(column.expression)}`;
}

function scanWords({ source, time }: Scan): string {
  const from = time?.earliest === undefined ? "" : ` from ${time.earliest}`;
  const to = time?.latest === undefined ? "" : ` to ${time.latest}`;
  switch (source.kind) {
    case "log":
      return `reads the events of \`${source.id}\`${from}${to}`;
    case "lookup":
      return `reads the lookup table \`${source.table}\``;
    case "rows":
      return `makes ${counted(source.count, "row")}`;
  }
}

function groupWords({ keys, input }: Aggregate): string {
  if (keys.length === 0) return "makes one row of everything";
  const combination = `makes one row for each combination of ${keys.map(keyWords).join(", ")}`;
  const [filled] = keys.filter(({ fill }) => fill !== undefined);
  if (filled !== undefined)
    return `${combination} (a missing one counts as ${JSON.stringify(filled.fill?.value ?? "")})`;
  const canLack = keys.some(({ expression }) => typeOf(expression, input.row).nullable);
  return canLack ? `${combination} (rows that lack one are left out)` : combination;
}

/** A key that is not just the field of its name says what it is. */
function keyWords({ name, expression }: GroupKey): string {
  return expression.kind === "field" && expression.name === name
    ? `\`${name}\``
    : `\`${name}\` (${expressionWords(expression)})`;
}

function frameWords(frame: WindowFrame, keys: readonly GroupKey[]): string {
  const same = keys.length === 0 ? "" : ` of the same ${names(keys.map(({ name }) => name))}`;
  if (frame.kind === "group") return `all rows${same}`;
  const { includeCurrent, rows, seconds, global, resetOnChange, resetBefore, resetAfter } = frame;
  const many = rows === undefined ? "the rows" : counted(rows, "row", "the ");
  const reach = includeCurrent ? (rows === undefined ? " so far" : " up to it") : " before it";
  const time = seconds === undefined ? "" : ` within ${durationWords(seconds)}`;
  const shared = global && rows !== undefined && same !== "" ? " among those of all groups" : "";
  const resets = [
    resetOnChange ? "when the group changes" : "",
    resetBefore === undefined ? "" : `before a row where ${expressionWords(resetBefore)}`,
    resetAfter === undefined ? "" : `after a row where ${expressionWords(resetAfter)}`,
  ].filter((text) => text !== "");
  const again = resets.length === 0 ? "" : `, beginning again ${resets.join(" and ")}`;
  return `${many}${reach}${time}${shared}${same}${again}`;
}

const kinds: Readonly<Record<SortKey["type"], string>> = {
  auto: "",
  text: " as text",
  ip: " as address",
  number: " as number",
};

function orderWords(keys: readonly SortKey[]): string {
  return keys
    .map(({ name, descending, type }) => `\`${name}\`${kinds[type]}${descending ? ", greatest first" : ""}`)
    .join(", then ");
}

function distinctWords({ columns, count, keepMissing, consecutive, clearOnly, order }: Distinct): string {
  const which = `the first ${count === 1 ? "row" : `${String(count)} rows`} of each ${consecutive ? "run of rows with one" : ""}`;
  const combination = `${which.trim()} combination of ${names(columns)}`;
  const ordered = order.length === 0 ? "" : `orders by ${orderWords(order)}; `;
  const missing = keepMissing ? "" : ", and no row that lacks one of them";
  return clearOnly
    ? `${ordered}empties these columns but in ${combination}`
    : `${ordered}keeps ${combination}${missing}`;
}

function unnestWords({ column, limit }: Unnest): string {
  const most = limit === undefined ? "" : `, at most ${String(limit)} of a row`;
  return `makes one row for each value of \`${column}\`${most}`;
}

function lookupWords({ table, keys, outputs, mode }: Lookup): string {
  const where = keys.map(({ column, field }) => `its \`${column}\` is \`${field}\``).join(" and ");
  const added = outputs.map(({ column, field }) =>
    column === field ? `\`${column}\`` : `\`${column}\` as \`${field}\``,
  );
  const kept = mode === "keep-existing" ? ", unless the row has them already" : "";
  return `looks up ${added.join(", ")} in \`${table}\` where ${where}${kept}`;
}

function joinWords({ type, keys, max, overwrite, caseSensitive }: Join): string {
  const on = keys
    .map(({ left, right }) => (left === right ? `\`${left}\`` : `\`${left}\` as its \`${right}\``))
    .join(", ");
  const same = `the same ${on}${caseSensitive ? "" : " (case does not count)"}`;
  switch (type) {
    case "semi":
      return `keeps a row when another search gives ${same}`;
    case "anti":
      return `keeps a row when another search does not give ${same}`;
    case "inner":
    case "left": {
      const rows =
        max === undefined ? "the rows" : max === 1 ? "the first row" : counted(max, "row", "the first ");
      const rest = type === "left" ? "where there is one" : "and leaves out rows without one";
      const kept = overwrite ? "" : "; a value that is there already stays";
      return `adds the columns of ${rows} of another search with ${same}, ${rest}${kept}`;
    }
  }
}

function transactionWords({ keys, maxSpan, maxPause, maxRows, starts, ends }: Transaction): string {
  const limits = [
    starts === undefined ? "" : `back to the row where ${expressionWords(starts)}`,
    ends === undefined ? "" : `from the row where ${expressionWords(ends)}`,
    maxSpan === undefined ? "" : `within less than ${durationWords(maxSpan)}`,
    maxPause === undefined ? "" : `at most ${durationWords(maxPause)} apart`,
    `at most ${String(maxRows)} of them`,
  ].filter((part) => part !== "");
  const which = keys.length === 0 ? "the rows" : `the rows of the same ${names(keys)}`;
  return `joins ${which} into one row, the newest first${limits.map((part) => `, ${part}`).join("")}`;
}

function counted(count: number, noun: string, lead = ""): string {
  return `${lead}${count === 1 && lead !== "" ? "" : `${String(count)} `}${noun}${count === 1 ? "" : "s"}`;
}

function names(list: readonly string[]): string {
  return list.map((name) => `\`${name}\``).join(", ");
}
