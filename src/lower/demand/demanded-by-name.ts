import type { Command } from "../../../grammar/commands/index.js";
import type { LowerContext } from "../context.js";
import { closesRow, demandedFields } from "./demanded-fields.js";

/**
 * The names of fields that the commands behind one read, where these are all that is asked for; `undefined` where any
 * field may be: one of the commands takes fields by a wildcard, out of a text or without naming them, or the rows of a
 * subsearch go on with all their columns.
 */
export function demandedByName({
  following,
  depth,
}: Pick<LowerContext, "following" | "depth">): ReadonlySet<string> | undefined {
  if (depth > 0 && !following.some(closesRow)) return undefined;
  return following.some(takesAnyField) ? undefined : demandedFields(following);
}

/** Commands that read fields which the syntax tree does not name. */
const reading: ReadonlySet<Command["kind"]> = new Set<Command["kind"]>([
  "foreach",
  "map",
  "appendpipe",
  "untable",
]);

function takesAnyField(command: Command): boolean {
  const shared = command.kind === "join" && command.fields.length === 0;
  return shared || reading.has(command.kind) || holdsWildcard(command);
}

/** Whether a part of the syntax has the name of a field with a wildcard, or a search in a text. */
function holdsWildcard(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(holdsWildcard);
  if (typeof node !== "object" || node === null) return false;
  if ("name" in node && node.name === "searchmatch") return true;
  if ("name" in node && "pattern" in node && Array.isArray(node.pattern) && node.pattern.some(isAny))
    return true;
  return Object.entries(node).some(
    ([key, part]) => key !== "span" && key !== "keyword" && holdsWildcard(part),
  );
}

function isAny(part: unknown): boolean {
  return typeof part === "object" && part !== null && "kind" in part && part.kind === "any";
}
