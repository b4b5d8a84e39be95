import { describe, expect, it } from "vitest";
import { dumpPlan } from "../../src/plan/dump.js";
import { prune } from "../../src/plan/prune/prune.js";
import { lowerText } from "../lower/lower-text.js";
import { readCases } from "../lower/read-cases.js";

const lacking = new Set(["user", "process_id", "process_hash"]);

describe.each(readCases(new URL("prune-cases/", import.meta.url)))("%s", (_, cases) => {
  it.each(cases)("$title", ({ search, expected }) => {
    const { plan } = lowerText(search);
    if (plan === undefined) throw new Error("no plan");
    const pruned = prune(plan, (_scan, field) => !lacking.has(field));
    const dropped = pruned.dropped.map(({ what }) => `dropped ${what}`);
    expect([dumpPlan(pruned.plan), ...dropped].join("\n")).toBe(expected.join("\n"));
  });
});
