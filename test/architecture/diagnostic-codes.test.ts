import { expect, test } from "vitest";
import { filesBelow } from "../support/source-files.js";

/** The codes of every table in `src/diagnostics/codes`. */
const codes = filesBelow(["src/diagnostics/codes"], ".ts").flatMap(({ text }) => {
  const area = /diagnosticTable\("([a-z]+)"/.exec(text)?.[1];
  return [...text.matchAll(/^ {2}(?:"([a-z\d-]+)"|([a-z\d]+)): (?:error|warning|information)\b/gm)].map(
    ([, quoted, plain]) => `${area}/${quoted ?? plain}`,
  );
});

/** What tests and cases expect, as text. */
const expected = [".ts", ".txt", ".md", ".snap"]
  .flatMap((ending) => filesBelow(["test"], ending))
  .map(({ text }) => text)
  .join("\n");

/** Checks behind an earlier one that refuses what is known to reach them; a test for one of them takes it from here. */
const unreached = ["sigma/correlation", "sigma/multivalue-difference"];

test("the codes are found", () => {
  expect(codes.length).toBeGreaterThan(150);
  expect(codes).toContain("content/invalid-yaml");
  expect(codes).toContain("content/unreadable");
});

test.each(codes.filter((code) => !unreached.includes(code)))("%s is provoked by a test or a case", (code) => {
  expect(new RegExp(`${code}(?![a-z\\d-])`).test(expected)).toBe(true);
});
