import * as build from "../plan/build/index.js";
import { withoutColumns } from "../plan/build/rows.js";
import { expressionsOf, fieldsOf } from "../plan/expression-visitor.js";
import type { LogicalPlan } from "../plan/plan.js";
import { columnsRead, type ReshapeForm } from "../plan/reshape.js";
import { withInputs } from "../plan/visitor.js";
import type { Rewrite } from "./rewrite.js";

/** Leaves out columns that nothing reads and that the result does not show. */
export const dropDeadColumns: Rewrite = {
  name: "drop-dead-columns",
  apply: (plan) => keepLive(plan, "all"),
};

/** The columns that the steps behind a step read; `all` where the result shows every column. */
type Live = ReadonlySet<string> | "all";

function isLive(live: Live, name: string): boolean {
  return live === "all" || live.has(name);
}

function also(live: Live, names: Iterable<string>): Live {
  return live === "all" ? live : new Set([...live, ...names]);
}

function without(live: Live, names: Iterable<string>): Live {
  if (live === "all") return live;
  const rest = new Set(live);
  for (const name of names) rest.delete(name);
  return rest;
}

function reads(step: LogicalPlan): readonly string[] {
  return expressionsOf(step).flatMap((expression) => [...fieldsOf(expression)]);
}

function liveBefore(form: ReshapeForm, live: Live): Live {
  switch (form.kind) {
    case "pivot":
      return new Set(columnsRead(form));
    case "unpivot":
      return "all";
    case "continuous":
      return also(live, [form.column]);
    case "beside":
      return also(live, [form.side]);
  }
}

function keepLive(step: LogicalPlan, live: Live): LogicalPlan {
  switch (step.kind) {
    case "scan":
      return step;
    case "filter":
      return withInputs(step, [keepLive(step.input, also(live, reads(step)))]);
    case "extend":
      return keepLiveExtend(step, live);
    // Which fields it reads is known only with the rows; of a group of rows every column shows the values of all.
    case "each-field":
      return withInputs(step, [keepLive(step.input, "all")]);
    case "transaction":
      return withInputs(step, [keepLive(step.input, also(live, [...reads(step), ...step.keys, "_time"]))]);
    case "reshape":
      return withInputs(step, [keepLive(step.input, liveBefore(step.form, live))]);
    case "project":
      return withInputs(step, [keepLive(step.input, new Set(step.columns))]);
    case "rename": {
      const from = new Map(step.columns.map((column) => [column.to, column.from]));
      const before: Live = live === "all" ? live : new Set([...live].map((name) => from.get(name) ?? name));
      return withInputs(step, [keepLive(step.input, before)]);
    }
    case "aggregate": {
      const kept = step.aggregates.filter(({ name }) => isLive(live, name));
      const [first] = step.aggregates;
      const empty = kept.length + step.keys.length === 0 && first !== undefined;
      const narrowed =
        kept.length === step.aggregates.length
          ? step
          : build.aggregate(step.input, step.keys, empty ? [first] : kept, step.span);
      return withInputs(narrowed, [keepLive(step.input, new Set(reads(narrowed)))]);
    }
    case "window": {
      const kept = step.aggregates.filter(({ name }) => isLive(live, name));
      if (kept.length === 0) return keepLive(step.input, live);
      const narrowed =
        kept.length === step.aggregates.length
          ? step
          : build.window(step.input, step.keys, kept, step.frame, step.span);
      const before = also(
        without(
          live,
          kept.map(({ name }) => name),
        ),
        [...reads(narrowed), "_time"],
      );
      return withInputs(narrowed, [keepLive(step.input, before)]);
    }
    case "sort":
      return withInputs(step, [
        keepLive(
          step.input,
          also(
            live,
            step.keys.map(({ name }) => name),
          ),
        ),
      ]);
    case "limit":
      return withInputs(step, [keepLive(step.input, live)]);
    case "distinct": {
      const names = [...step.columns, ...step.order.map(({ name }) => name)];
      return withInputs(step, [keepLive(step.input, also(live, names))]);
    }
    case "join": {
      const left = keepLive(
        step.input,
        also(
          live,
          step.keys.map((key) => key.left),
        ),
      );
      const right = keepLive(
        step.right,
        also(
          live,
          step.keys.map((key) => key.right),
        ),
      );
      return withInputs(step, [left, right]);
    }
    case "union":
      return withInputs(
        step,
        step.inputs.map((input) => keepLive(input, live)),
      );
    case "unnest":
      return withInputs(step, [keepLive(step.input, also(live, [step.column]))]);
    case "lookup":
      return keepLiveLookup(step, live);
  }
}

function keepLiveExtend(step: Extract<LogicalPlan, { kind: "extend" }>, live: Live): LogicalPlan {
  let needed = live;
  const kept = [...step.columns]
    .reverse()
    .filter(({ name, expression }) => {
      if (!isLive(needed, name)) return false;
      needed = also(without(needed, [name]), fieldsOf(expression));
      return true;
    })
    .reverse();
  const input = keepLive(step.input, needed);
  if (kept.length === 0) return input;
  return kept.length === step.columns.length
    ? withInputs(step, [input])
    : build.extend(input, kept, step.span);
}

/** `keep-existing` looks at all outputs together, so that one of them cannot go alone. */
function keepLiveLookup(step: Extract<LogicalPlan, { kind: "lookup" }>, live: Live): LogicalPlan {
  const used = step.outputs.filter(({ field }) => isLive(live, field));
  if (used.length === 0) return keepLive(step.input, live);
  const fields = step.keys.map(({ field }) => field);
  const existing = step.mode === "keep-existing" ? step.outputs.map(({ field }) => field) : [];
  const input = keepLive(step.input, also(live, [...fields, ...existing]));
  if (step.mode === "keep-existing") return withInputs(step, [input]);
  const dead = step.outputs.filter((output) => !used.includes(output)).map(({ field }) => field);
  const narrowed = dead.length === 0 ? step : { ...step, outputs: used, row: withoutColumns(step.row, dead) };
  return withInputs(narrowed, [input]);
}
