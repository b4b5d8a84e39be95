import { describe, expect, it } from "vitest";
import { dumpPlan } from "../../src/plan/dump.js";
import { lowerText, showDiagnostic } from "./lower-text.js";
import { readCases } from "./read-cases.js";

describe.each(readCases(new URL("cases/", import.meta.url)))("%s", (_, cases) => {
  it.each(cases)("$title", ({ search, expected }) => {
    const { plan, diagnostics } = lowerText(search);
    const shown = [...(plan === undefined ? [] : [dumpPlan(plan)]), ...diagnostics.map(showDiagnostic)];
    expect(shown.join("\n")).toBe(expected.join("\n"));
  });
});

describe("a search that names no source", () => {
  it("reads the default source", () => {
    const { plan } = lowerText("EventCode=1", "windows.sysmon");
    expect(plan && dumpPlan(plan)).toBe('scan windows.sysmon\nfilter EventCode = "1"');
  });

  it("takes an unknown term to name the default source, and warns", () => {
    const { plan, diagnostics } = lowerText("sourcetype=mine EventCode=1", "windows.sysmon");
    expect(plan && dumpPlan(plan)).toBe('scan windows.sysmon\nfilter EventCode = "1"');
    expect(diagnostics.map(({ code }) => code)).toEqual(["lower/source-assumed"]);
  });

  it("says that the default source is not in the catalog", () => {
    expect(lowerText("EventCode=1", "nowhere").diagnostics.map(({ code }) => code)).toEqual([
      "lower/no-source",
    ]);
  });
});
