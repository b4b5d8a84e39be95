import type { ScalarExpression } from "../../../plan/expression.js";
import { walkExpression } from "../../../plan/expression-visitor.js";
import type { EachField, Extend, NamedExpression } from "../../../plan/plan.js";
import { extend } from "../../../plan/build/index.js";
import { walkPlan } from "../../../plan/visitor.js";
import { matchName } from "../../../plan/wildcard-names.js";
import { namesSet } from "../../../target/fold-paths.js";
import type { Wishes } from "./aggregate.js";
import { extendRelation } from "./columns.js";
import type { Relation } from "./relation.js";
import type { Session } from "./session.js";
import { Staging } from "./staging.js";

/** The field in whose place the values of all fields stand. */
const mark = "<<FIELD>>";

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
  if (!plan.columns.every(addsToItself) || plan.columns.length > 1)
    return refuse("it does more than to put the values of the fields one after the other");
  const staging = new Staging(input, session);
  const values = fields.each(pattern, staging);
  if (values === undefined) return refuse("the table does not keep the fields as one text");
  const relation = staging.applied(input);
  const marked: Relation = { ...relation, columns: relation.columns.with(mark, values) };
  const step: Extend = extend(plan.input, plan.columns, plan.span);
  const extended = extendRelation(step, marked, wishes, session);
  return { ...extended, columns: extended.columns.without([mark]) };
}

/** Whether a column is itself, or itself with the field behind it, as conditions say that neither of them decides. */
function addsToItself({ name, expression }: NamedExpression): boolean {
  switch (expression.kind) {
    case "field":
      return expression.name === name;
    case "case": {
      const { arms, otherwise } = expression;
      const values = [...arms.map(({ then }) => then), ...(otherwise === undefined ? [] : [otherwise])];
      return (
        otherwise !== undefined &&
        arms.every(({ when }) => !reads(when, name) && !reads(when, mark)) &&
        values.every((value) => addsToItself({ name, expression: value, span: value.span }))
      );
    }
    case "call": {
      const [first, second, ...more] = expression.arguments;
      return (
        expression.function === "mvappend" &&
        more.length === 0 &&
        isField(first, name) &&
        isField(second, mark)
      );
    }
    default:
      return false;
  }
}

function isField(expression: ScalarExpression | undefined, name: string): boolean {
  return expression?.kind === "field" && expression.name === name;
}

function reads(expression: ScalarExpression, name: string): boolean {
  let found = false;
  walkExpression(expression, (part) => {
    if (isField(part, name)) found = true;
  });
  return found;
}
