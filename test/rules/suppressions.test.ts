import { expect, test } from "vitest";
import { detectionYaml } from "../support/content-folder.js";
import { lintDetection } from "./lint-detection.js";

async function told(search: string, before = ""): Promise<readonly string[]> {
  const yaml = detectionYaml({ search, type: "Hunting" }).replace("search:", `${before}search:`);
  return (await lintDetection(yaml)).told;
}

test("of the whole file", async () => {
  expect(await told("a!=*", "# detc-disable lint/unequal-to-anything -- the field is new\n")).toEqual([]);
  expect(
    await told("a!=* *x", "# detc-disable lint/unequal-to-anything, lint/leading-wildcard -- a test\n"),
  ).toEqual([]);
});

test("of the next line, also inside a search", async () => {
  const comment = "```detc-disable-next-line lint/unequal-to-anything -- the field is new```";
  expect(await told(`b=1\n${comment}\na!=*\nc=2`)).toEqual([]);
  expect(await told(`${comment}\nb=1\na!=*`)).toEqual([
    `lint/unused-suppression: ${comment.slice(0, -3)}`,
    "lint/unequal-to-anything: a!=*",
  ]);
});

test("without a reason it has no effect", async () => {
  expect(await told("a!=*", "# detc-disable lint/unequal-to-anything\n")).toEqual([
    "lint/suppression-without-reason: # detc-disable lint/unequal-to-anything",
    "lint/unequal-to-anything: a!=*",
  ]);
});

test("one that finds nothing is reported", async () => {
  expect(await told("a=1", "# detc-disable lint/always-true -- once needed\n")).toEqual([
    "lint/unused-suppression: # detc-disable lint/always-true -- once needed",
  ]);
});

test("where the search cannot be understood, nothing is said to be unused", async () => {
  expect(await told("a=1 | table a | where b=1", "# detc-disable lint/risk-field -- needed\n")).toEqual([]);
});

test("one of a rule that does not exist", async () => {
  expect(await told("a=1", "# detc-disable lint/always-tru -- once needed\n")).toEqual([
    "lint/unknown-rule: # detc-disable lint/always-tru -- once needed",
  ]);
});

test("other comments and texts are none", async () => {
  expect(
    await told('a=1 ```see detc-disable``` b="# detc-disable lint/x"', "# about detc-disable\n"),
  ).toEqual([]);
});
