import { describe, expect, test } from "vitest";
import { opaqueCommands } from "../../grammar/commands/opaque.js";
import { hasErrors } from "../../src/diagnostics/diagnostic.js";
import { lowerText } from "./lower-text.js";

const codes = ["lower/side-effect-command", "lower/model-command", "lower/administrative-command"];

describe("a command whose arguments stay text is refused by its name", () => {
  test.each(opaqueCommands.flatMap(({ names }) => names))("%s", (name) => {
    const { plan, diagnostics } = lowerText(`eventtype=wineventlog_security | ${name} x="y | z" [w]`);
    expect(plan).toBeUndefined();
    expect(hasErrors(diagnostics)).toBe(true);
    expect(diagnostics.map(({ code }) => code)).toEqual([expect.stringMatching(codes.join("|"))]);
  });
});

/** Arguments that are kept as text inside a command that is otherwise read: no plan holds these commands either. */
test.each([
  "| pivot M D count(D) AS n SPLITROW user",
  "| searchtxn mail from=a OR to=b",
  "eventtype=wineventlog_security | shape EventCode",
  "eventtype=wineventlog_security | outputraw",
  "| prjob [search eventtype=wineventlog_security]",
])("%s", (search) => {
  const { plan, diagnostics } = lowerText(search);
  expect(plan).toBeUndefined();
  expect(hasErrors(diagnostics)).toBe(true);
});
