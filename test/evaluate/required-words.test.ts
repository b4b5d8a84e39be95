import { describe, expect, test } from "vitest";
import { lineTest } from "../../src/evaluate/required-words.js";
import { planOf } from "../semantics/harness.js";

function testOf(search: string, readsAsIs = true) {
  const { plan } = planOf(search);
  if (plan === undefined) throw new Error("the search has no plan");
  return lineTest(plan, () => readsAsIs);
}

describe("a line that cannot matter is told without parsing", () => {
  test.each([
    ["a value in another case", 'index=test method="POST"', '{"method":"post"}', true],
    ["another value", 'index=test method="POST"', '{"method":"get"}', false],
    ["the value of another field", 'index=test method="POST"', '{"verb":"POST"}', true],
    ["a text with a wildcard", "index=test path=*/admin/*", '{"path":"/a/ADMIN/b"}', true],
    ["without that text", "index=test path=*/admin/*", '{"path":"/a/b"}', false],
    ["one of several", "index=test (verb=get OR verb=list)", '{"verb":"list"}', true],
    ["none of several", "index=test verb IN (get, list)", '{"verb":"put"}', false],
    ["a bare term", "index=test whoami", '{"process":"cmd /c dir"}', false],
    ["a filter behind another", 'index=test a=5 | where b="xyz"', '{"a":5,"b":"abc"}', false],
    ["a letter written as an escape", 'index=test method="POST"', '{"method":"\\u0050OST"}', true],
    ["the Kelvin sign, which is a k in lower case", "index=test unit=kelvin", '{"unit":"\u212Aelvin"}', true],
    ["what is no object has to be reported", 'index=test method="POST"', "garbage", true],
  ])("%s", (_what, search, line, expected) => {
    expect(testOf(search)?.(line)).toBe(expected);
  });

  test.each([
    ["a number, which JSON writes in many ways", "index=test status=500"],
    ["what is not there", "index=test NOT method=POST"],
    ["one side may be anything", "index=test method=POST OR status>499"],
    ["a value that a step makes", 'index=test | eval method="POST" | search method="POST"'],
    ["two searches", 'index=test method="POST" | append [search index=test method="GET"]'],
    ["the time, which is turned into a number", 'index=test _time="abc"'],
  ])("nothing is told of %s", (_what, search) => {
    expect(testOf(search)).toBeUndefined();
  });

  test("nothing is told where values are filled in", () => {
    expect(testOf('index=test method="POST"', false)).toBeUndefined();
  });
});
