import type { Distinct, Limit, Sort, SortKey, Unnest } from "../../../plan/plan.js";
import { compared, conditional, toNumber } from "./convert.js";
import type { Assignment, KqlSortKey } from "../tree.js";
import { newestEvidence } from "./aggregate.js";
import { asColumns, withColumn } from "./columns.js";
import { allOf, isBoolean } from "./logic.js";
import { plainName, freeName, takenNames } from "./names.js";
import { disturbed, firstOfEach, inOrder, keysOf } from "./order.js";
import { columnPresence, lostPresence, presenceBy } from "./presence.js";
import { withStage, type Relation } from "./relation.js";
import { Scope } from "./scope.js";
import type { Session } from "./session.js";
import { absent, columnValue, filled, missing, present, valueOf } from "./value.js";

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
    value.nullable && (!descending || value.presence !== undefined)
      ? [{ expression: absent(value), descending: false }]
      : [];
  return [...last, { expression: value.expression, descending }];
}

/** The first rows; of events these are the newest. */
export function limitRelation(plan: Limit, input: Relation, session: Session): Relation {
  const ordered = inOrder(input);
  if (plan.from === "last" || ordered === undefined) {
    session.unsupported(
      plan.from === "last" ? "`tail`" : "`head`",
      "the rows come in no order that KQL keeps",
      plan.span,
    );
    return input;
  }
  return withTake(ordered, plan.count);
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
    compared(filled(scope.value({ kind: "field", name: column, span: plan.span }))),
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
  if (columns.length > 0 && columns.every((column) => plan.columns.includes(column))) {
    const taken = new Set(filtered.evidence);
    const keys = values.map((value, index) => ({
      name: freeName(
        value.expression.kind === "name" ? value.expression.name : plainName(plan.columns[index] ?? ""),
        taken,
      ),
      expression: value.expression,
    }));
    const combined = withStage(filtered, {
      kind: "summarize",
      aggregates: newestEvidence(filtered.evidence ?? []),
      keys,
    });
    return values.reduce(
      (relation, value, index) =>
        withColumn(relation, plan.columns[index] ?? "", columnValue(keys[index]?.name ?? "", value)),
      combined,
    );
  }
  const before = beforeChoice(input);
  if (before !== undefined && plan.order.length === 0) {
    const from = distinctRelation(plan, before.from, session);
    return { ...input, pipeline: withStage(from, before.stage).pipeline, chosen: { ...before, from } };
  }
  const written = plan.order.flatMap((key) => sortKeys(key, filtered, session));
  const order = written.length > 0 ? written : keysOf(filtered.order);
  if (order === undefined) return refuse("the rows come in no order that KQL keeps");
  const keyed = asColumns(
    filtered,
    values.map((value, index) => ({ wish: plan.columns[index] ?? "", value })),
    session,
  );
  const first = firstOfEach(keyed.relation, keyed.names, order, plan.count, session);
  return written.length > 0 ? { ...first, order: { kind: "by-keys", keys: order } } : disturbed(first);
}

/** The rows before the columns were chosen that a relation ends in, where that gave up their order. */
function beforeChoice({ pipeline, chosen }: Relation): Relation["chosen"] {
  return chosen?.stage === pipeline.stages.at(-1) ? chosen : undefined;
}

/** One row per value. A row without values keeps its place, which `mv-expand` grants to null and not to `[]`. */
export function unnestRelation(plan: Unnest, input: Relation, session: Session): Relation {
  const value = Scope.of(session, input).value({ kind: "field", name: plan.column, span: plan.span });
  if (!value.multivalue) return withColumn(input, plan.column, value);
  if (plan.limit !== undefined && plan.limit !== 0) {
    session.unsupported("`mvexpand limit=`", "it is not translated", plan.span);
    return input;
  }
  const taken = takenNames(input, session, plan.column);
  const column = freeName(plainName(plan.column), taken);
  const kept = conditional([{ when: present(value), then: value.expression }], missing("dynamic"));
  const tests: Assignment[] = [];
  const presence =
    value.emptyElements === true
      ? columnPresence(
          presenceBy(present(value), lostPresence(plan.span, session)),
          plan,
          plan.column,
          session,
          (test) => {
            const name = freeName(`has_${plainName(plan.column)}`, taken);
            tests.push({ name, expression: test });
            return name;
          },
        )
      : undefined;
  const tested = tests.length === 0 ? input : withStage(input, { kind: "extend", columns: tests });
  const expanded = withStage(disturbed(tested), {
    kind: "mv-expand",
    column: { name: column, expression: value.nullable ? kept : value.expression },
    type: "string",
  });
  const single = valueOf(value.expression, "string", { meaning: value.meaning });
  return withColumn(expanded, plan.column, columnValue(column, single, presence));
}
