import type { LookupTable } from "../../../content/model.js";
import type { Lookup } from "../../../plan/plan.js";
import { call, name, number, operation, text, type Expression } from "../../shared/expression.js";
import type { Assignment } from "../tree.js";
import { asArray } from "./calls/multivalue.js";
import { withColumn } from "./columns.js";
import { conditional, toText } from "./convert.js";
import { freeName, plainName } from "./names.js";
import { isDeferred, withStage, type Column, type Relation } from "./relation.js";
import { eitherPresence, firstPresent } from "./first-present.js";
import { columnValue, present, valueOf, type KqlValue } from "./value.js";

/** Splunk's `max_matches` of a table without a time field. */
export const defaultMaxMatches = 1000;

/** A column of the table, and the array with its cells of all rows that match, in their order. */
export interface Found {
  readonly column: string;
  readonly own: string;
}

/** The outputs of a lookup as columns of `stage`, which has an array of what was found for each. */
export function withFound(
  plan: Lookup,
  table: LookupTable,
  input: Relation,
  stage: Relation,
  found: readonly Found[],
  limit: number,
  taken: Set<string>,
): Relation {
  const assignments: Assignment[] = [];
  const columns = plan.outputs.map(({ column, field }): readonly [string, KqlValue] => {
    const list = name(found.find((each) => each.column === column)?.own ?? field);
    const result = resultOf(plan, table, input.columns.get(field), list, limit);
    if (result.expression.kind === "name") return [field, result];
    const own = freeName(plainName(field), taken);
    assignments.push({ name: own, expression: result.expression });
    return [field, columnValue(own, result)];
  });
  const extended =
    assignments.length === 0 ? stage : withStage(stage, { kind: "extend", columns: assignments });
  return columns.reduce((relation, [field, value]) => withColumn(relation, field, value), extended);
}

/** The values of an output: those of the rows that match, the default where none does, else what the row had. */
function resultOf(
  plan: Lookup,
  table: LookupTable,
  before: Column | undefined,
  list: Expression,
  limit: number,
): KqlValue {
  const fallback = table.minMatches > 0 && table.defaultMatch !== "" ? table.defaultMatch : undefined;
  const old = before === undefined || isDeferred(before) ? undefined : before;
  const none = operation("==", call("array_length", list), number(0));
  if (limit === 1) {
    const first = call("tostring", { kind: "template", template: "{0}[0]", arguments: [list] });
    const found = fallback === undefined ? first : conditional([{ when: none, then: text(fallback) }], first);
    if (old === undefined) return valueOf(found, "string");
    const texts = [valueOf(found, "string"), toText(old)];
    return valueOf(firstPresent(plan.mode === "overwrite" ? texts : texts.reverse()), "string", {
      ...eitherPresence(texts),
    });
  }
  const values = limit < defaultMaxMatches ? call("array_slice", list, number(0), number(limit - 1)) : list;
  if (fallback !== undefined) {
    const found = conditional([{ when: none, then: call("pack_array", text(fallback)) }], values);
    const kept = old === undefined || plan.mode === "overwrite" ? found : undefined;
    const own = old === undefined ? found : conditional([{ when: present(old), then: asArray(old) }], found);
    const keepsEmpty = kept === undefined && (old?.presence !== undefined || old?.emptyElements === true);
    return valueOf(kept ?? own, "dynamic", {
      multivalue: true,
      nullable: false,
      ...(keepsEmpty ? { emptyElements: true } : {}),
    });
  }
  if (old === undefined) return valueOf(values, "dynamic", { multivalue: true });
  const mayBeEmpty = old.presence !== undefined || old.emptyElements === true;
  const arms =
    plan.mode === "overwrite"
      ? { when: none, then: asArray(old), otherwise: values }
      : { when: present(old), then: asArray(old), otherwise: values };
  return valueOf(conditional([arms], arms.otherwise), "dynamic", {
    multivalue: true,
    ...(mayBeEmpty ? { emptyElements: true } : {}),
  });
}
