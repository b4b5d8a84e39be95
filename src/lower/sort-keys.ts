import type { SortKey as SyntaxSortKey } from "../../grammar/commands/sort.js";
import type { SortKey } from "../plan/plan.js";
import { allOrNone } from "./all-or-none.js";
import { lowerField } from "./expression/field.js";
import type { Scope } from "./scope.js";

const types = { auto: "auto", str: "text", ip: "ip", num: "number" } as const;

/** The keys of an order; `reversed` turns every one of them around. */
export function lowerSortKeys(
  keys: readonly SyntaxSortKey[],
  reversed: boolean,
  scope: Scope,
): readonly SortKey[] | undefined {
  return allOrNone(keys, ({ field, descending, type, span }) => {
    const reference = lowerField(field.name, field.span, scope);
    if (reference === undefined) return undefined;
    return { name: field.name, descending: descending !== reversed, type: types[type], span };
  });
}
