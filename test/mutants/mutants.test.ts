import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { applied, likelyTests, readMutants } from "./mutant.js";

const mutants = readMutants(fileURLToPath(new URL("mutants.yml", import.meta.url)));

test("there are enough deliberate faults, and each back-end has some", () => {
  expect(mutants.length).toBeGreaterThanOrEqual(60);
  const areas = [
    "lower",
    ...["splunk", "sigma", "sentinel", "elastic", "cortex"].map((id) => `backends/${id}`),
  ];
  for (const area of areas)
    expect(mutants.filter(({ file }) => file.startsWith(`src/${area}/`)).length, area).toBeGreaterThanOrEqual(
      3,
    );
});

test.each(mutants)("the text of a fault is there: $file: $text", (mutant) => {
  expect(() => applied(mutant, readFileSync(mutant.file, "utf8"))).not.toThrow();
});

test.each(mutants.flatMap(({ noticedBy }) => noticedBy))(
  "the tests that notice a fault are there: %s",
  (path) => {
    expect(existsSync(path)).toBe(true);
  },
);

const mutant = { kind: "off by one", file: "a.ts", text: "n > 1", replacement: "n >= 1", noticedBy: [] };

test("a fault takes the place of its text", () => {
  expect(applied(mutant, "if (n > 1) go();")).toBe("if (n >= 1) go();");
});

test("a fault whose text is not there, or there twice, is an error", () => {
  expect(() => applied(mutant, "if (n > 2) go();")).toThrow("out of date");
  expect(() => applied(mutant, "n > 1 || n > 1")).toThrow("out of date");
});

test("the tests beside a file come first", () => {
  expect(likelyTests("src/backends/sigma/rule.ts")).toContain("test/backends/sigma/");
  expect(likelyTests("src/lower/bucket.ts")).toContain("test/lower/");
});
