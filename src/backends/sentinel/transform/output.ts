import type { Detection } from "../../../detection/detection.js";
import type { OutputColumn } from "../../../target/backend.js";
import type { Assignment } from "../tree.js";
import { freeName, plainName, takenNames } from "./names.js";
import { isDeferred, withStage, type Relation } from "./relation.js";
import { Scope } from "./scope.js";
import type { Session } from "./session.js";

/** Fields of the result that the rule refers to: entities and the `$field$` marks of its message. */
export function wantedFields(detection: Detection): readonly string[] {
  const { risk } = detection;
  const marks = [...risk.message.matchAll(/\$([^$\n]+)\$/g)].map(([, field]) => field ?? "");
  return [
    ...new Set([
      ...risk.objects.map(({ field }) => field),
      ...risk.threats.map(({ field }) => field),
      ...marks,
    ]),
  ];
}

/** The query with a column for every field of the result, and which column that is. */
export function finished(
  relation: Relation,
  session: Session,
): { readonly relation: Relation; readonly output: readonly OutputColumn[] } {
  if (session.form === "defender" && relation.evidence === undefined && !session.refused)
    session.unsupported(
      "a custom detection",
      "its rows have to carry the time, the report and the device or account of an event, and these come of none",
      session.plan.span,
    );
  const scope = Scope.of(session, relation);
  const taken = takenNames(relation, session);
  for (const column of relation.evidence ?? []) taken.add(column);
  const assignments: Assignment[] = [];
  const output = outputFields(relation, session).map((field): OutputColumn => {
    const value = scope.value({ kind: "field", name: field, span: session.plan.span });
    const several = value.multivalue ? { multivalue: true as const } : {};
    if (value.expression.kind === "name") return { field, column: value.expression.name, ...several };
    const column = freeName(plainName(field), taken);
    assignments.push({ name: column, expression: value.expression });
    return { field, column, ...several };
  });
  return {
    relation:
      assignments.length === 0 ? relation : withStage(relation, { kind: "extend", columns: assignments }),
    output,
  };
}

/** All columns of a closed row; of events those that have been computed and those that the rule refers to. */
function outputFields(relation: Relation, session: Session): readonly string[] {
  const { fields, columns } = relation;
  const available = columns.columns.filter((column) => {
    const value = columns.get(column);
    if (value === undefined || !isDeferred(value)) return value !== undefined;
    const has = value.from.has(value.deferred.name);
    if (!has && value.leftOut !== undefined) session.leftOut.set(`column \`${column}\``, value.leftOut);
    return has;
  });
  if (fields === undefined) return available;
  const wanted = ["_time", ...wantedFields(session.context.detection)].filter(
    (field) => columns.get(field) === undefined && !fields.removed.has(field) && fields.has(field),
  );
  return [...available, ...wanted];
}
