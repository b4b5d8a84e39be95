import { describe, expect, it } from "vitest";
import { groupedBy, inOrderOf } from "../../src/plan/row-identity.js";
import { planOf } from "../semantics/harness.js";

function identityOf(search: string) {
  const { plan } = planOf(`index=test | ${search}`);
  if (plan === undefined) throw new Error(`no plan for ${search}`);
  return { groupedBy: groupedBy(plan), inOrderOf: inOrderOf(plan) };
}

describe("what tells the rows of a plan apart, and orders them", () => {
  it.each([
    ["stats count by a b", ["a", "b"], ["a", "b"]],
    ["stats count by a b | rename a as c | where count>1", ["c", "b"], ["c", "b"]],
    ["stats count by a b | table b count", ["a", "b"], ["a", "b"]],
    ["stats count by a b | sort - count", ["a", "b"], undefined],
    ["dedup a", ["a"], undefined],
    // The column that is written over no longer tells the rows apart.
    ["stats count by a b | eval a=1", undefined, undefined],
    ["stats count by a b | rename a as b", undefined, undefined],
    ["stats count by a b | eventstats max(count) as a", undefined, undefined],
    ["table a b", undefined, undefined],
  ])("%s", (search, keys, order) => {
    expect(identityOf(search)).toEqual({ groupedBy: keys, inOrderOf: order });
  });
});
