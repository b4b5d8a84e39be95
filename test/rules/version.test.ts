import { describe, expect, test } from "vitest";
import { addFiles, detectionYaml, temporaryFolder } from "../support/content-folder.js";
import { gitRepository } from "../support/git-repository.js";
import { runDetc } from "../support/run-detc.js";

const file = "detections/a.yml";
const before = detectionYaml({ search: "index=main a=1 | table _time", type: "Hunting" });

async function told(after: string, ...options: readonly string[]): Promise<readonly string[]> {
  const { folder, commit } = gitRepository();
  commit({ [file]: before });
  addFiles(folder, { [file]: after });
  const { err } = await runDetc(folder, ["check", "--target", "splunk", ...options]);
  return [...err.matchAll(/^(\S+) - .*?((?:lint|git)\/[a-z-]+)/gm)].map((match) => `${match[1]} ${match[2]}`);
}

describe("a version that is not raised", () => {
  test.each([
    ["nothing changed", before, []],
    ["another search", before.replace("a=1", "a=2"), [`${file}:3:10 lint/version-not-raised`]],
    ["another description", before.replace("its key", "a key"), [`${file}:3:10 lint/version-not-raised`]],
    [
      "another search and a higher version",
      before.replace("a=1", "a=2").replace("version: 1", "version: 2"),
      [],
    ],
    [
      "a lower version",
      before.replace("a=1", "a=2").replace("version: 1", "version: 0"),
      [`${file}:3:10 lint/version-not-raised`],
    ],
    ["another layout of the search", before.replace("a=1 |", "a = 1  |"), []],
    ["another date", before.replace("2025-02-03", "2025-02-04"), []],
    [
      "a suppression",
      `# detc-disable lint/version-not-raised -- a draft\n${before.replace("a=1", "a=2")}`,
      [],
    ],
    [
      "a suppression for nothing",
      `# detc-disable lint/version-not-raised -- a draft\n${before}`,
      [`${file}:1:1 lint/unused-suppression`],
    ],
  ])("%s", async (_, after, expected) => {
    expect(await told(after)).toEqual(expected);
  });

  test("against a named commit it is an error, and told once", async () => {
    const after = before.replace("a=1", "a=2");
    expect(await told(after, "--changed-since", "HEAD")).toEqual([`${file}:3:10 git/version-not-raised`]);
  });

  test("outside of a repository nothing is known, also not of a suppression", async () => {
    const folder = temporaryFolder({
      [file]: `# detc-disable lint/version-not-raised -- a draft\n${before}`,
    });
    const { err } = await runDetc(folder, ["check", "--target", "splunk"]);
    expect(err).not.toContain("lint/");
  });
});
