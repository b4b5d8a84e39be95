import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { applied, readMutants } from "./mutant.js";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const mutants = readMutants(path("mutants.yml"));

test("there are enough deliberate faults, and each back-end has some", () => {
  expect(mutants.length).toBeGreaterThanOrEqual(60);
  for (const area of ["lower", "backends/splunk", "backends/sigma", "backends/sentinel", "backends/elastic"])
    expect(mutants.filter(({ file }) => file.startsWith(`src/${area}/`)).length, area).toBeGreaterThanOrEqual(
      3,
    );
});

test.each(mutants.map((mutant) => [`${mutant.file}: ${mutant.text}`, mutant] as const))(
  "the text of a fault is there: %s",
  (_, mutant) => {
    const sound = readFileSync(path(`../../${mutant.file}`), "utf8");
    expect(applied(mutant, sound)).not.toBe(sound);
  },
);
