import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/content-folder.js";
import { runDetc } from "../support/run-detc.js";

const toSplunk = ["--to", "splunk"];

describe("detc translate", () => {
  test("the query alone is on standard output", async () => {
    const { status, out, err } = await runDetc("/", ["translate", "search index=main a", ...toSplunk]);
    expect([status, out, err]).toEqual([0, "search index=main a\n", ""]);
  });

  test("the search may come on standard input", async () => {
    const { status, out } = await runDetc("/", ["translate", ...toSplunk], "search index=main b\n");
    expect([status, out]).toEqual([0, "search index=main b\n"]);
  });

  test("mistakes are shown in the search, and nothing is on standard output", async () => {
    const { status, out, err } = await runDetc("/", ["translate", "search (a", ...toSplunk]);
    expect([status, out]).toEqual([1, ""]);
    expect(err).toMatch(/^<search>:1:\d+ - error parse\//);
  });

  test("macros come from the content repository of the folder", async () => {
    const root = temporaryFolder({
      "detections/.keep": "",
      "macros/near.yml": "name: near\ndefinition: a=)\n",
    });
    const { status, err } = await runDetc(root, ["translate", "search `near` a", ...toSplunk]);
    expect(status).toBe(1);
    expect(err).toContain("macros/near.yml:2:");
    const elsewhere = await runDetc("/", ["translate", "search `near` a", "--root", root, ...toSplunk]);
    expect(elsewhere.err).toBe(err);
  });

  test.each([
    ["nothing", undefined, "build/no-search"],
    ["blanks", "  \n", "build/no-search"],
    ["too much", "x".repeat(10_000_000), "build/search-too-large"],
    ["no text", new Uint8Array([0xff, 0xfe]), "content/invalid-utf8"],
  ])("%s on standard input", async (_, input, code) => {
    const { status, out, err } = await runDetc("/", ["translate", ...toSplunk], input);
    expect([status, out]).toEqual([1, ""]);
    expect(err).toContain(code);
  });

  test("an unknown log source", async () => {
    const { status, err } = await runDetc("/", [
      "translate",
      "search a",
      "--source",
      "no.where",
      ...toSplunk,
    ]);
    expect([status, err]).toEqual([1, expect.stringContaining("build/unknown-source")]);
  });
});
