import { describe, expect, it } from "vitest";
import { all, any, never, not, test, type Logic } from "../../../src/backends/sigma/logic/logic.js";

const event = (number: number): Logic => test("EventID", [], number);
const port = (number: number): Logic => test("Port", [], number);
const user = test("User", [], "a");

describe("alternatives that another test of the number of an event rules out", () => {
  it.each<[string, Logic, Logic]>([
    [
      "are left out of a choice",
      all([any([event(1), event(2)]), any([event(2), event(3), user])]),
      all([any([event(1), event(2)]), any([event(2), user])]),
    ],
    ["leave what both have", all([any([event(1), event(2)]), any([event(2), event(3)])]), event(2)],
    ["leave nothing", all([event(1), event(2)]), never],
    ["leave nothing of a choice", all([event(1), any([event(2), event(3)])]), never],
    ["are others where one is enough", all([event(1), any([event(1), user])]), event(1)],
  ])("%s", (_, actual, expected) => {
    expect(actual).toEqual(expected);
  });

  it.each<[string, Logic]>([
    ["of a field that may have several values", { kind: "all", operands: [port(1), port(2)] }],
    ["of what is no number alone", { kind: "all", operands: [any([event(1), user]), any([event(2), user])] }],
    ["of a negation", { kind: "all", operands: [event(1), not(event(2))] }],
  ])("stay: %s", (_, logic) => {
    expect(logic.kind === "all" ? all(logic.operands) : logic).toEqual(logic);
  });
});
