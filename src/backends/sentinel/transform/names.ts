import { isDeferred, namesIn, type Relation } from "./relation.js";
import { timeColumn, type Session } from "./session.js";

/** The name to wish for: dots and brackets become underscores, as rules can map only plain identifiers. */
export function plainName(column: string): string {
  if (column === "_time") return timeColumn;
  const plain = column
    .replace(/\W+/g, "_")
    .replace(/_+$/, "")
    .replace(/^_(?=\w*[A-Za-z])/, "");
  return /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
}

/** Names that the columns of a relation take up; `except` may be taken over. */
export function takenNames(relation: Relation, session: Session, except?: string): Set<string> {
  const taken = new Set<string>(relation.fields === undefined ? [] : session.knownColumns);
  for (const [column, value] of relation.columns.entries())
    if (!isDeferred(value)) {
      if (column !== except) namesIn(value.expression, taken);
      if (value.presence?.column !== undefined) taken.add(value.presence.column);
    }
  return taken;
}

/** The wished name, or the next one with a number that is free and not reserved; it is taken then. */
export function freeName(wish: string, taken: Set<string>, reserved?: ReadonlySet<string>): string {
  let name = wish;
  for (let number = 2; taken.has(name) || reserved?.has(name) === true; number++) name = `${wish}_${number}`;
  taken.add(name);
  return name;
}
