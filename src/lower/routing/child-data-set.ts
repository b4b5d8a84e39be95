import type { SearchExpression } from "../../../grammar/ast.js";
import type { EventKind, LogSource } from "../../plan/log-source.js";
import { showPattern } from "../expression/search-expression.js";

/** The condition of a search of a data model, without the `nodename=…` that name one of its data sets. */
export interface NarrowedCondition {
  readonly condition?: SearchExpression;
  /** What the constraints of the data sets keep. */
  readonly kinds: readonly EventKind[];
}

/**
 * Takes each `nodename=Root.Child` that is AND-ed with the rest out of a condition: an event has the path of every
 * data set whose constraint it meets, so the constraint says the same. The path of the root says nothing more. A path
 * that the catalog does not know stays, and so does one under OR or NOT.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Tstats
 */
export function takeChildDataSets(
  condition: SearchExpression | undefined,
  source: LogSource,
): NarrowedCondition {
  if (condition === undefined) return { kinds: [] };
  const kinds: EventKind[] = [];
  const rest = (condition.kind === "search-and" ? condition.operands : [condition]).filter((operand) => {
    const kind = kindNamed(operand, source);
    if (kind === undefined) return true;
    if (kind.size > 0) kinds.push(kind);
    return false;
  });
  const [only, ...more] = rest;
  if (only === undefined) return { kinds };
  return {
    condition: more.length === 0 ? only : { kind: "search-and", operands: rest, span: condition.span },
    kinds,
  };
}

function kindNamed(test: SearchExpression, source: LogSource): EventKind | undefined {
  if (test.kind !== "search-comparison" || test.operator !== "=" || test.field.name !== "nodename")
    return undefined;
  const path = showPattern(test.value.pattern);
  const [root = "", ...below] = path.split(".");
  if (!source.prefixes.some((prefix) => prefix === root || prefix.startsWith(`${root}.`))) return undefined;
  return below.length === 0 ? new Map() : source.children?.get(below.join("."));
}
