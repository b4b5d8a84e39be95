import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parseSearch } from "../../grammar/parser.js";
import { hasErrors } from "../../src/diagnostics/diagnostic.js";
import { expandMacros } from "../../src/source/expand-macros.js";
import { breakings, changed, changes, distance, pick, random } from "../support/mutations.js";
import { readSearches } from "../support/read-searches.js";
import { text } from "../support/without-spans.js";

const own = readSearches(fileURLToPath(new URL("../..", import.meta.url)), []);

/** The searches of the identity cases and, for what a person writes, those of the sample detections. */
const searches = [
  ...readFileSync(new URL("identity.spl", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== ""),
  ...own.searches.map((one) => expandMacros(text(one.text), own.macros).source.text),
];

describe("a thousand searches changed at random are read or reported", () => {
  test.each(changes)("%s", (change) => {
    const next = random(change.length);
    for (let run = 0; run < 400; run++) {
      const mutated = changed(pick(searches, next) ?? "", change, searches, next);
      const { pipeline, diagnostics } = parseSearch(text(mutated));
      expect(pipeline === undefined, mutated).toBe(hasErrors(diagnostics));
    }
  });
});

describe("a thousand broken searches are reported within three tokens of the fault", () => {
  test.each(Object.entries(breakings))("%s", (name, breaking) => {
    const next = random(name.length);
    let broken = 0;
    for (let run = 0; broken < 170 && run < 5000; run++) {
      const original = pick(searches, next) ?? "";
      const made = breaking(original, next);
      if (made === undefined) continue;
      broken++;
      const { diagnostics } = parseSearch(text(made.search));
      const where = `${made.search}\n${made.at}: ${made.search.slice(made.at, made.at + 20)}`;
      expect(hasErrors(diagnostics), where).toBe(true);
      const places = diagnostics
        .filter(({ severity }) => severity !== "warning")
        .flatMap(({ span, related }) => [span, ...related.map((one) => one.span)])
        .flatMap(({ start, end }) => [start, end]);
      expect(distance({ ...made, original }, places), where).toBeLessThanOrEqual(3);
    }
    expect(broken).toBe(170);
  });
});
