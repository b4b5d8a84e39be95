import { ownColumns } from "./build/transaction.js";
import { expressionsOf, fieldsOf } from "./expression-visitor.js";
import type { ScalarExpression } from "./expression.js";
import { namesOfAll } from "./each-field.js";
import type { EachField, Join, LogicalPlan, Reshape, Scan } from "./plan.js";
import { columnsRead } from "./reshape.js";
import { patternText } from "./wildcard-names.js";
import type { Span } from "../source/source-text.js";

/** A field that a scan has to give, and the step that asked for it last. */
export interface RequiredField {
  readonly name: string;
  readonly span: Span;
}

/** What every scan of a log source has to give so that a plan can be carried out. */
export function requiredFields(plan: LogicalPlan): ReadonlyMap<Scan, readonly RequiredField[]> {
  const found = new Map<Scan, readonly RequiredField[]>();
  const wanted = plan.row.open ? [] : [...plan.row.columns.keys()];
  collect(plan, new Map(wanted.map((name) => [name, plan.span])), found);
  return found;
}

type Wanted = ReadonlyMap<string, Span>;

function collect(plan: LogicalPlan, wanted: Wanted, found: Map<Scan, readonly RequiredField[]>): void {
  switch (plan.kind) {
    case "scan":
      if (plan.source.kind === "log")
        found.set(
          plan,
          [...wanted].map(([name, span]) => ({ name, span })),
        );
      return;
    case "union":
      for (const input of plan.inputs) collect(input, wanted, found);
      return;
    case "join":
      collect(plan.right, wantedOfRight(plan, wanted), found);
      collect(plan.input, wantedOfLeft(plan, wanted), found);
      return;
    default:
      collect(plan.input, wantedOfInput(plan, wanted), found);
  }
}

function wantedOfInput(
  plan: Exclude<LogicalPlan, { kind: "scan" | "union" | "join" }>,
  wanted: Wanted,
): Wanted {
  switch (plan.kind) {
    case "filter":
      return withFields(wanted, [plan.predicate], plan.span);
    case "extend": {
      const rest = new Map(wanted);
      for (const { name, expression, span } of [...plan.columns].reverse()) {
        if (!rest.delete(name)) continue;
        for (const field of fieldsOf(expression)) if (!rest.has(field)) rest.set(field, span);
      }
      return rest;
    }
    case "each-field":
      return wantedOfEachField(plan, wanted);
    case "project":
      return new Map(plan.columns.map((name) => [name, wanted.get(name) ?? plan.span]));
    case "rename": {
      const before = new Map(plan.columns.map(({ from, to }) => [to, from]));
      return new Map([...wanted].map(([name, span]) => [before.get(name) ?? name, span]));
    }
    case "aggregate":
      return withFields(new Map(), partsOfGrouping(plan), plan.span);
    case "window":
      return withFields(
        without(
          wanted,
          plan.aggregates.map(({ name }) => name),
        ),
        partsOfGrouping(plan),
        plan.span,
      );
    case "sort":
      return withNames(
        wanted,
        plan.keys.map(({ name }) => name),
        plan.span,
      );
    case "limit":
      return wanted;
    case "distinct":
      return withNames(wanted, [...plan.columns, ...plan.order.map(({ name }) => name)], plan.span);
    case "unnest":
      return withNames(wanted, [plan.column], plan.span);
    case "transaction":
      return withNames(
        withFields(without(wanted, ownColumns(plan)), expressionsOf(plan), plan.span),
        [...plan.keys, "_time"],
        plan.span,
      );
    case "reshape":
      return wantedOfReshape(plan, wanted);
    case "lookup": {
      const outputs = plan.outputs.map(({ field }) => field);
      const kept = plan.mode === "overwrite" ? without(wanted, outputs) : wanted;
      return withNames(
        kept,
        plan.keys.map(({ field }) => field),
        plan.span,
      );
    }
  }
}

/** The fields that the step goes through, as the patterns that name them; what it sets itself no scan gives. */
function wantedOfEachField(plan: EachField, wanted: Wanted): Wanted {
  const own = new Set(namesOfAll(plan));
  const read = expressionsOf(plan).flatMap((expression) => [...fieldsOf(expression)]);
  return withNames(
    without(wanted, [...own]),
    [...plan.fields.map(patternText), ...read.filter((name) => !own.has(name) && !name.includes("<<"))],
    plan.span,
  );
}

function wantedOfReshape({ form, input, span }: Reshape, wanted: Wanted): Wanted {
  switch (form.kind) {
    case "pivot":
      return withNames(new Map(), columnsRead(form), span);
    case "unpivot":
      return withNames(new Map(), [...input.row.columns.keys()], span);
    case "continuous":
      return withNames(wanted, [form.column], span);
    case "beside":
      return withNames(wanted, [form.side], span);
  }
}

function wantedOfLeft(plan: Join, wanted: Wanted): Wanted {
  const fromRight = new Set(
    plan.type === "inner" || plan.type === "left" ? plan.right.row.columns.keys() : [],
  );
  const kept = [...wanted].filter(([name]) => !fromRight.has(name) || plan.input.row.columns.has(name));
  return withNames(
    new Map(kept),
    plan.keys.map(({ left }) => left),
    plan.span,
  );
}

function wantedOfRight(plan: Join, wanted: Wanted): Wanted {
  const columns = plan.type === "inner" || plan.type === "left" ? plan.right.row.columns : new Map();
  return withNames(
    new Map([...wanted].filter(([name]) => columns.has(name))),
    plan.keys.map(({ right }) => right),
    plan.span,
  );
}

function partsOfGrouping(
  plan: Extract<LogicalPlan, { kind: "aggregate" | "window" }>,
): readonly ScalarExpression[] {
  return [
    ...plan.keys.map(({ expression }) => expression),
    ...plan.aggregates.flatMap(({ argument, condition }) => [argument, condition]),
  ].filter((expression) => expression !== undefined);
}

function withFields(wanted: Wanted, expressions: readonly ScalarExpression[], span: Span): Wanted {
  return withNames(
    wanted,
    expressions.flatMap((expression) => [...fieldsOf(expression)]),
    span,
  );
}

function withNames(wanted: Wanted, names: readonly string[], span: Span): Wanted {
  const all = new Map(wanted);
  for (const name of names) if (!all.has(name)) all.set(name, span);
  return all;
}

function without(wanted: Wanted, names: readonly string[]): Wanted {
  const rest = new Map(wanted);
  for (const name of names) rest.delete(name);
  return rest;
}
