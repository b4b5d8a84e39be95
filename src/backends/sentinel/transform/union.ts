import type { Union } from "../../../plan/plan.js";
import { Environment } from "../../shared/environment.js";
import type { Assignment, KqlPipeline } from "../tree.js";
import { freeName, plainName } from "./names.js";
import type { Column, Relation } from "./relation.js";
import { Scope } from "./scope.js";
import { commonType, sameTypeOrMissing } from "./scalar.js";
import type { Session } from "./session.js";
import { columnValue, filled, missingValue, type KqlValue } from "./value.js";

/**
 * The rows of all inputs. Each gives the same columns in the same types; of events these are the fields that the plan
 * and the rule name, as tables share few columns.
 */
export function unionRelation(plan: Union, inputs: readonly Relation[], session: Session): Relation {
  const names = columnsOf(inputs, session);
  const scopes = inputs.map((input) => Scope.of(session, input));
  const taken = new Set<string>();
  const assignments: Assignment[][] = inputs.map(() => []);
  const columns = names.map((column): readonly [string, Column] => {
    const values = inputs.map((input, index) => {
      const scope = scopes[index];
      const has = input.columns.get(column) !== undefined || (input.fields?.has(column) ?? false);
      return has && scope !== undefined
        ? filled(scope.value({ kind: "field", name: column, span: plan.span }))
        : missingValue();
    });
    const several = values.some(({ multivalue }) => multivalue);
    const type = several ? "dynamic" : commonType(values);
    const name = freeName(plainName(column), taken);
    const converted = values.map((value) => (several ? arrayOf(value) : sameTypeOrMissing(type, value)));
    converted.forEach((value, index) => assignments[index]?.push({ name, expression: value.expression }));
    const [first = missingValue()] = converted;
    return [
      column,
      columnValue(name, {
        ...first,
        meaning: values.every(({ meaning }) => meaning === first.meaning) ? first.meaning : "unknown",
        nullable: converted.some(({ nullable }) => nullable),
      }),
    ];
  });
  const branches = inputs.map(({ pipeline }, index): KqlPipeline => ({
    ...pipeline,
    stages: [...pipeline.stages, { kind: "project", columns: assignments[index] ?? [] }],
  }));
  return {
    pipeline: { source: { kind: "union", inputs: branches }, stages: [] },
    columns: Environment.of(columns),
    order: inputs.every(({ order }) => order.kind === "newest-first")
      ? { kind: "newest-first" }
      : { kind: "unknown" },
  };
}

function arrayOf(value: KqlValue): KqlValue {
  if (value.multivalue) return value;
  return {
    ...value,
    type: "dynamic",
    multivalue: true,
    expression: { kind: "template", template: "pack_array({0})", arguments: [value.expression] },
  };
}

function columnsOf(inputs: readonly Relation[], session: Session): readonly string[] {
  const listed = inputs.flatMap(({ columns }) => columns.columns);
  const fields = inputs.some((input) => input.fields !== undefined)
    ? ["_time", ...session.neededFields].filter((field) =>
        inputs.some((input) => input.fields?.removed.has(field) === false && input.fields.has(field)),
      )
    : [];
  return [...new Set([...listed, ...fields])];
}
