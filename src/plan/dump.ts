import { dumpExpression, dumpField, dumpLiteral } from "./dump-expression.js";
import type {
  GroupKey,
  LogicalPlan,
  NamedAggregate,
  NamedExpression,
  ScanSource,
  SortKey,
  TimeRange,
  Transaction,
  WindowFrame,
} from "./plan.js";
import { dumpReshape } from "./dump-reshape.js";
import { patternText } from "./wildcard-names.js";

/**
 * A plan as text, one step a line, the source first and the result last; the further inputs of a join or a union stand
 * indented below it.
 */
export function dumpPlan(plan: LogicalPlan): string {
  return lines(plan).join("\n");
}

function lines(plan: LogicalPlan): readonly string[] {
  switch (plan.kind) {
    case "scan":
      return [`scan ${dumpSource(plan.source)}${plan.time === undefined ? "" : dumpTime(plan.time)}`];
    case "filter":
      return [...lines(plan.input), `filter ${dumpExpression(plan.predicate)}`];
    case "extend":
      return [...lines(plan.input), `extend ${plan.columns.map(dumpColumn).join(", ")}`];
    case "each-field":
      return [
        ...lines(plan.input),
        `each-field ${plan.fields.map(patternText).join(", ")}: ${plan.columns.map(dumpColumn).join(", ")}`,
      ];
    case "project":
      return [...lines(plan.input), `project ${plan.columns.map(dumpField).join(", ")}`];
    case "rename":
      return [
        ...lines(plan.input),
        `rename ${plan.columns.map(({ from, to }) => `${dumpField(from)} -> ${dumpField(to)}`).join(", ")}`,
      ];
    case "aggregate":
      return [
        ...lines(plan.input),
        `aggregate ${dumpAggregates(plan.aggregates)}${dumpKeys(plan.keys)}`.trimEnd(),
      ];
    case "window":
      return [
        ...lines(plan.input),
        `window ${dumpAggregates(plan.aggregates)}${dumpKeys(plan.keys)}${dumpFrame(plan.frame)}`,
      ];
    case "sort":
      return [
        ...lines(plan.input),
        `sort ${plan.keys.map(dumpSortKey).join(", ")}${plan.limit === undefined ? "" : ` limit ${plan.limit}`}`,
      ];
    case "limit":
      return [...lines(plan.input), `limit ${plan.from} ${plan.count}`];
    case "distinct":
      return [
        ...lines(plan.input),
        [
          `distinct ${plan.columns.map(dumpField).join(", ")}`,
          plan.count === 1 ? "" : `count ${plan.count}`,
          plan.keepMissing ? "keep-missing" : "",
          plan.consecutive ? "consecutive" : "",
          plan.clearOnly ? "clear-only" : "",
          plan.order.length === 0 ? "" : `order ${plan.order.map(dumpSortKey).join(", ")}`,
        ]
          .filter((part) => part !== "")
          .join(" "),
      ];
    case "join":
      return [
        ...lines(plan.input),
        [
          `join ${plan.type} on ${plan.keys.map(({ left, right }) => (left === right ? dumpField(left) : `${dumpField(left)} = ${dumpField(right)}`)).join(", ")}`,
          plan.max === undefined ? "" : `max ${plan.max}`,
          plan.overwrite || plan.type === "semi" || plan.type === "anti" ? "" : "keep-left",
          plan.caseSensitive ? "[case]" : "",
        ]
          .filter((part) => part !== "")
          .join(" "),
        ...lines(plan.right).map(indent),
      ];
    case "union":
      return [
        "union",
        ...plan.inputs.flatMap((input, index) => [
          ...(index === 0 ? [] : ["  ---"]),
          ...lines(input).map(indent),
        ]),
      ];
    case "unnest":
      return [
        ...lines(plan.input),
        `unnest ${dumpField(plan.column)}${plan.limit === undefined ? "" : ` limit ${plan.limit}`}`,
      ];
    case "lookup":
      return [
        ...lines(plan.input),
        `lookup ${plan.table} on ${plan.keys.map(({ column, field }) => pair(column, field)).join(", ")} gives ${plan.outputs.map(({ column, field }) => pair(column, field)).join(", ")}${plan.mode === "keep-existing" ? " keep-existing" : ""}`,
      ];
    case "transaction":
      return [...lines(plan.input), dumpTransaction(plan)];
    case "reshape":
      return [...lines(plan.input), dumpReshape(plan.form)];
  }
}

function indent(line: string): string {
  return `  ${line}`;
}

function pair(column: string, field: string): string {
  return column === field ? dumpField(column) : `${dumpField(column)} as ${dumpField(field)}`;
}

function dumpSource(source: ScanSource): string {
  switch (source.kind) {
    case "log":
      return source.id;
    case "lookup":
      return `lookup ${source.table}`;
    case "rows":
      return `rows ${source.count}`;
  }
}

function dumpTime({ earliest, latest }: TimeRange): string {
  return `${earliest === undefined ? "" : ` from ${earliest}`}${latest === undefined ? "" : ` to ${latest}`}`;
}

function dumpColumn({ name, expression }: NamedExpression): string {
  return `${dumpField(name)} := ${dumpExpression(expression)}`;
}

function dumpAggregates(aggregates: readonly NamedAggregate[]): string {
  return aggregates
    .map(({ name, function: id, argument, condition, parameter }) => {
      const inside = [
        argument === undefined ? "" : dumpExpression(argument),
        parameter === undefined ? "" : String(parameter),
        condition === undefined ? "" : `where ${dumpExpression(condition)}`,
      ].filter((part) => part !== "");
      return `${dumpField(name)} := ${id}(${inside.join(", ")})`;
    })
    .join(", ");
}

function dumpKeys(keys: readonly GroupKey[]): string {
  if (keys.length === 0) return "";
  const texts = keys.map(({ name, expression, fill }) => {
    const plain = expression.kind === "field" && expression.name === name;
    const text = plain ? dumpField(name) : `${dumpField(name)} := ${dumpExpression(expression)}`;
    return fill === undefined ? text : `${text} ?? ${dumpLiteral(fill)}`;
  });
  return ` by ${texts.join(", ")}`;
}

function dumpFrame(frame: WindowFrame): string {
  if (frame.kind === "group") return " over group";
  return [
    " running",
    frame.includeCurrent ? "" : "without-current",
    frame.rows === undefined ? "" : `rows ${frame.rows}`,
    frame.seconds === undefined ? "" : `seconds ${frame.seconds}`,
    frame.global ? "global" : "",
    frame.resetOnChange ? "reset-on-change" : "",
    frame.resetBefore === undefined ? "" : `reset-before ${dumpExpression(frame.resetBefore)}`,
    frame.resetAfter === undefined ? "" : `reset-after ${dumpExpression(frame.resetAfter)}`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function dumpTransaction(plan: Transaction): string {
  const { keys, connected, maxSpan, maxPause, maxRows, starts, ends, keepOpen, lists } = plan;
  return [
    "transaction",
    keys.length === 0 ? "" : `on ${keys.map(dumpField).join(", ")}`,
    connected || keys.length === 0 ? "" : "unconnected",
    maxSpan === undefined ? "" : `max-span ${maxSpan}`,
    maxPause === undefined ? "" : `max-pause ${maxPause}`,
    maxRows === 1000 ? "" : `max-rows ${maxRows}`,
    starts === undefined ? "" : `starts ${dumpExpression(starts)}`,
    ends === undefined ? "" : `ends ${dumpExpression(ends)}`,
    keepOpen ? "keep-open" : "",
    lists === "all" ? "lists" : lists.length === 0 ? "" : `lists ${lists.map(dumpField).join(", ")}`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function dumpSortKey({ name, descending, type }: SortKey): string {
  return `${descending ? "-" : ""}${dumpField(name)}${type === "auto" ? "" : ` ${type}`}`;
}
