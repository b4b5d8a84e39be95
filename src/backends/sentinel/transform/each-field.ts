import { addsFieldsToItself, fieldMark } from "../../../plan/each-field.js";
import type { EachField, Extend } from "../../../plan/plan.js";
import { extend } from "../../../plan/build/index.js";
import { walkPlan } from "../../../plan/visitor.js";
import { matchName } from "../../../plan/wildcard-names.js";
import { namesSet } from "../../../target/fold-paths.js";
import type { Wishes } from "./aggregate.js";
import { extendRelation } from "./columns.js";
import type { Relation } from "./relation.js";
import type { Session } from "./session.js";
import { Staging } from "./staging.js";

/**
 * `foreach` over events that puts the values of the fields one after the other: what it does field by field is done with
 * the values of all of them, which the text of the record has in their order.
 */
export function eachFieldRelation(
  plan: EachField,
  input: Relation,
  wishes: Wishes,
  session: Session,
): Relation | undefined {
  const refuse = (reason: string): undefined => {
    session.unsupported("a column for each field of the events", reason, plan.span);
  };
  const [pattern, ...more] = plan.fields;
  const { fields } = input;
  if (pattern === undefined || more.length > 0) return refuse("several patterns name the fields");
  const isNamed = (name: string): boolean => matchName(pattern, name) !== undefined;
  const set = new Set<string>();
  walkPlan(plan, (step) => {
    for (const name of namesSet(step)) set.add(name);
  });
  if (fields === undefined || [...set, ...fields.removed].some(isNamed))
    return refuse("some of the fields are no longer those of the log");
  if (!plan.columns.every(addsFieldsToItself) || plan.columns.length > 1)
    return refuse("it does more than to put the values of the fields one after the other");
  const staging = new Staging(input, session);
  const values = fields.each(pattern, staging);
  if (values === undefined) return refuse("the table does not keep the fields as one text");
  const relation = staging.applied(input);
  const marked: Relation = { ...relation, columns: relation.columns.with(fieldMark, values) };
  const step: Extend = extend(plan.input, plan.columns, plan.span);
  const extended = extendRelation(step, marked, wishes, session);
  return { ...extended, columns: extended.columns.without([fieldMark]) };
}
