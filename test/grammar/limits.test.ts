import { describe, expect, test } from "vitest";
import { parseSearch } from "../../grammar/parser.js";
import { printSearch } from "../../grammar/printer.js";
import { text, withoutSpans } from "../support/without-spans.js";

describe("what nests too deep, or is too long, is reported", () => {
  test.each([
    ["parentheses of a search", "(".repeat(10_000)],
    ["parentheses of a search that are closed", `${"(".repeat(10_000)}a${")".repeat(10_000)}`],
    ["parentheses of an expression", `| where ${"(".repeat(10_000)}1${")".repeat(10_000)}`],
    ["functions", `| where ${"abs(".repeat(10_000)}1`],
    ["parentheses of arguments", `| stats ${"(".repeat(10_000)}`],
    ["subsearches", "a [search ".repeat(1000)],
    ["subsearches that are closed", `${"a [search ".repeat(1000)}b${"]".repeat(1000)}`],
    ["negations", `${"NOT ".repeat(10_000)}a`],
    ["negations of an expression", `| where ${"NOT ".repeat(10_000)}a`],
    ["signs", `| where ${"-".repeat(10_000)}a`],
    ["sums", `| where ${"a+".repeat(10_000)}a`],
    ["sums in parentheses", `| where ${"(".repeat(80)}1${"+1+1)".repeat(80)}`],
  ])("%s", (_, search) => {
    const { pipeline, diagnostics } = parseSearch(text(search));
    expect(pipeline).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toContain("parse/too-deep");
    expect(diagnostics.length).toBeLessThan(5);
  });

  test("a search of ten million characters", () => {
    const { diagnostics } = parseSearch(text("a ".repeat(5_000_000)));
    expect(diagnostics.map(({ code }) => code)).toEqual(["parse/too-long"]);
  });
});

describe("what is long, but flat, is read", () => {
  test.each([
    ["terms", "a=1 ".repeat(20_000).trim()],
    ["alternatives", Array.from({ length: 20_000 }, (_, at) => `a=${at}`).join(" OR ")],
    ["values", `a IN (${Array.from({ length: 20_000 }, (_, at) => `"v${at}"`).join(", ")})`],
    ["a row of OR", `| where ${Array.from({ length: 5000 }, (_, at) => `a = ${at}`).join(" OR ")}`],
    ["commands", `a${" | head limit=5".repeat(5000)}`],
  ])("%s", (_, search) => {
    const first = parseSearch(text(search));
    expect(first.diagnostics).toEqual([]);
    const again = first.pipeline && parseSearch(text(printSearch(first.pipeline)));
    expect(withoutSpans(again?.pipeline)).toEqual(withoutSpans(first.pipeline));
  });
});
