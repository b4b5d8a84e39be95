import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import type { ShippedLookup } from "../../src/plan/shipped-lookup.js";
import { parseLookups } from "../../src/target/parse-lookups.js";

function read(text: string): {
  readonly lookups: ReadonlyMap<string, ShippedLookup>;
  readonly problems: readonly string[];
} {
  const diagnostics: Diagnostic[] = [];
  const lookups = parseLookups([{ name: "own.yml", text }], diagnostics);
  return { lookups, problems: diagnostics.map(({ message }) => message) };
}

describe("the lookups of apps", () => {
  it("may be computed by a function", () => {
    const { lookups, problems } = read(
      "lookups: { bits_of: { app: a, columns: [word, bits], computes: { column: bits, function: shannon_entropy, of: word } } }",
    );
    expect(problems).toEqual([]);
    expect(lookups.get("bits_of")?.computes).toEqual({
      column: "bits",
      function: "shannon_entropy",
      of: "word",
    });
  });

  it("names a function that is none", () => {
    const { lookups, problems } = read(
      "lookups: { bits_of: { app: a, columns: [word], computes: { column: bits, function: entropi, of: word } } }",
    );
    expect(problems.join()).toContain("`entropi` is not a function");
    expect(lookups.get("bits_of")?.computes).toBeUndefined();
  });
});
