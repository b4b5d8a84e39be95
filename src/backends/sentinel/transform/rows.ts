import type { Distinct, Limit, Sort, SortKey, Unnest } from "../../../plan/plan.js";
import { call, keyword, name } from "../../shared/expression.js";
import { conditional, toNumber } from "./convert.js";
import type { KqlSortKey } from "../tree.js";
import { asColumns, withColumn } from "./columns.js";
import { allOf, isBoolean } from "./logic.js";
import { plainName, freeName, takenNames } from "./names.js";
import { withStage, type Relation } from "./relation.js";
import { Scope } from "./scope.js";
import type { Session } from "./session.js";
import { columnValue, filled, missing, present, valueOf, type KqlValue } from "./value.js";

/** Orders the rows. A missing text is an empty one, which `nulls last` does not move. */
export function sortRelation(plan: Sort, input: Relation, session: Session): Relation {
  const keys = plan.keys.flatMap((key) => sortKeys(key, input, session));
  const sorted: Relation = { ...withStage(input, { kind: "sort", keys }), order: { kind: "sorted", keys } };
  return plan.limit === undefined ? sorted : withStage(sorted, { kind: "take", count: plan.limit });
}

function sortKeys(key: SortKey, input: Relation, session: Session): readonly KqlSortKey[] {
  const value = filled(Scope.of(session, input).value({ kind: "field", name: key.name, span: key.span }));
  const { descending } = key;
  if (value.multivalue) {
    session.unsupported("sorting by a field with several values", "KQL orders single values only", key.span);
    return [];
  }
  if (key.type === "number" || value.meaning === "number")
    return [{ expression: toNumber(value).expression, descending }];
  if (key.type === "ip") {
    session.unsupported("sorting by address", "KQL orders addresses as texts", key.span);
    return [];
  }
  if (value.type !== "string") return [{ expression: value.expression, descending }];
  const last: readonly KqlSortKey[] =
    value.nullable && !descending
      ? [{ expression: call("isempty", value.expression), descending: false }]
      : [];
  return [...last, { expression: value.expression, descending }];
}

/** The first rows; of events these are the newest. */
export function limitRelation(plan: Limit, input: Relation, session: Session): Relation {
  const take = { kind: "take", count: plan.count } as const;
  if (plan.from === "last" || input.order.kind === "unknown") {
    session.unsupported(
      plan.from === "last" ? "`tail`" : "`head`",
      "the rows come in no order that KQL keeps",
      plan.span,
    );
    return input;
  }
  if (input.order.kind === "sorted") return withTake(input, plan.count);
  const keys = [{ expression: input.order.time, descending: true }];
  return { ...withStage(input, { kind: "sort", keys }, take), order: { kind: "sorted", keys } };
}

/** Of two limits in a row the lower one holds. */
function withTake(relation: Relation, count: number): Relation {
  const { pipeline } = relation;
  const last = pipeline.stages.at(-1);
  if (last?.kind !== "take") return withStage(relation, { kind: "take", count });
  const stages = [...pipeline.stages.slice(0, -1), { ...last, count: Math.min(last.count, count) }];
  return { ...relation, pipeline: { ...pipeline, stages } };
}

/** `dedup`: the newest event of each combination of values. */
export function distinctRelation(plan: Distinct, input: Relation, session: Session): Relation {
  const scope = Scope.of(session, input);
  const values = plan.columns.map((column) =>
    filled(scope.value({ kind: "field", name: column, span: plan.span })),
  );
  const refuse = (reason: string): Relation => {
    session.unsupported("`dedup`", reason, plan.span);
    return input;
  };
  if (plan.keepMissing || plan.consecutive || plan.clearOnly)
    return refuse("its options `keepempty`, `consecutive` and `keepevents` have no counterpart");
  if (values.some(({ multivalue }) => multivalue)) return refuse("over a field with several values");
  const test = allOf(values.map(present));
  const filtered = isBoolean(test, true) ? input : withStage(input, { kind: "where", predicate: test });

  const columns = input.fields === undefined ? input.columns.columns : [];
  if (columns.length > 0 && columns.every((column) => plan.columns.includes(column)))
    return withStage(filtered, {
      kind: "summarize",
      aggregates: [],
      keys: values.map((value, index) => ({
        name: value.expression.kind === "name" ? value.expression.name : plainName(plan.columns[index] ?? ""),
        expression: value.expression,
      })),
    });
  if (plan.count !== 1) return refuse("more than one row of each combination is kept");
  const order = orderOf(plan, filtered, session);
  if (order === undefined) return refuse("the rows come in no order that KQL keeps");
  const keyed = asColumns(
    filtered,
    values.map((value, index) => ({ wish: plan.columns[index] ?? "", value })),
    session,
  );
  return {
    ...withStage(keyed.relation, {
      kind: "summarize",
      aggregates: [
        {
          name: "",
          expression: call(order.descending ? "arg_max" : "arg_min", order.expression, keyword("*")),
        },
      ],
      keys: keyed.names.map((each) => ({ name: each, expression: name(each) })),
    }),
    order: { kind: "unknown" },
  };
}

/** One key that says which row is the first. */
function orderOf(plan: Distinct, relation: Relation, session: Session): KqlSortKey | undefined {
  const [written, ...more] = plan.order.flatMap((key) => sortKeys(key, relation, session));
  if (more.length > 0) return undefined;
  if (written !== undefined) return written;
  if (relation.order.kind === "newest-first") return { expression: relation.order.time, descending: true };
  const [only, ...others] = relation.order.kind === "sorted" ? relation.order.keys : [];
  return others.length === 0 ? only : undefined;
}

/** One row per value. A row without values keeps its place, which `mv-expand` grants to null and not to `[]`. */
export function unnestRelation(plan: Unnest, input: Relation, session: Session): Relation {
  const value = Scope.of(session, input).value({ kind: "field", name: plan.column, span: plan.span });
  if (!value.multivalue) return withColumn(input, plan.column, value);
  if (plan.limit !== undefined && plan.limit !== 0) {
    session.unsupported("`mvexpand limit=`", "it is not translated", plan.span);
    return input;
  }
  const column = freeName(plainName(plan.column), takenNames(input, session, plan.column));
  const kept = conditional([{ when: present(value), then: value.expression }], missing("dynamic"));
  const expanded = withStage(input, {
    kind: "mv-expand",
    column: { name: column, expression: value.nullable ? kept : value.expression },
    type: "string",
  });
  return withColumn(expanded, plan.column, single(column, value));
}

function single(column: string, value: KqlValue): KqlValue {
  return columnValue(column, valueOf(value.expression, "string", { meaning: value.meaning }));
}
