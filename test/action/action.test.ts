import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { runAction } from "../../src/cli/action.js";
import { renderOutputs } from "../../src/action/outputs.js";
import { escapeMarkdown, fenced } from "../../src/action/markdown.js";
import { noPaint } from "../../src/diagnostics/render/paint.js";
import { addFiles, detectionYaml, temporaryFolder } from "../support/content-folder.js";
import { gitRepository } from "../support/git-repository.js";

const search =
  'source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational" EventCode=1 Image="*\\\\certutil.exe" | table _time Computer';
const path = "content/detections/endpoint/a.yml";

interface Ran {
  readonly status: number;
  readonly out: string;
  readonly summary: string;
  readonly outputs: string;
}

/** Runs the action as a runner does; `inputs` are `INPUT_…` without that. */
async function run(
  workspace: string,
  event: object | string | undefined,
  inputs: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const runner = temporaryFolder({
    ...(event === undefined
      ? {}
      : { "event.json": typeof event === "string" ? event : JSON.stringify(event) }),
    summary: "",
    outputs: "",
  });
  let out = "";
  const status = await runAction(
    {
      GITHUB_WORKSPACE: workspace,
      GITHUB_EVENT_PATH: join(runner, "event.json"),
      GITHUB_STEP_SUMMARY: join(runner, "summary"),
      GITHUB_OUTPUT: join(runner, "outputs"),
      INPUT_ROOT: "content",
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name}`, value])),
    },
    {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        out += text;
      },
      input: async () => Promise.resolve(undefined),
      paint: noPaint,
      width: 100,
      live: false,
      folder: workspace,
    },
  );
  const read = (name: string): string => readFileSync(join(runner, name), "utf8");
  return { status, out, summary: read("summary"), outputs: read("outputs") };
}

const pullRequest = (sha: string): object => ({ pull_request: { base: { sha } } });

test.each([
  ["no file", undefined],
  ["a file that is no JSON", "{broken"],
  ["an event without a base", JSON.stringify({ schedule: "0 0 * * *" })],
])("without a base, because there is %s, all detections are listed", async (_what, event) => {
  const workspace = temporaryFolder({ [path]: detectionYaml({ search }) });
  const { status, summary } = await run(workspace, event);
  expect(status).toBe(0);
  expect(summary).toContain("| Certificate Left The Store | ✅ source |");
});

describe("a pull request", () => {
  test("shows what it does to the rules of each target", async () => {
    const { folder, commit } = gitRepository();
    const base = commit({ [path]: detectionYaml({ search }) });
    commit({
      [path]: detectionYaml({ search: search.replace("certutil", "mshta") }).replace(
        "version: 1",
        "version: 2",
      ),
    });
    const { status, summary, outputs, out } = await run(folder, pullRequest(base));
    expect(status, out).toBe(0);
    expect(summary).toContain("### Detections that changed (1)");
    expect(summary).toMatch(/^-.*certutil\.exe/m);
    expect(summary).toMatch(/^\+.*mshta\.exe/m);
    expect(outputs).toContain("changed<<DETC\n1\nDETC\n");
  });

  test("fails on a mistake, at its line", async () => {
    const { folder, commit } = gitRepository();
    const base = commit({ [path]: detectionYaml({ search }) });
    addFiles(folder, { [path]: detectionYaml({ search: `${search}\n| wher x` }) });
    const { status, out } = await run(folder, pullRequest(base));
    expect(status).toBe(1);
    expect(out).toMatch(
      /^::error file=content\/detections\/endpoint\/a\.yml,line=11,.*parse\/unknown-command/m,
    );
    expect(out).toContain("git/version-not-raised");
    const sarif: unknown = JSON.parse(readFileSync(join(folder, "detc.sarif"), "utf8"));
    expect(sarif).toMatchObject({
      version: "2.1.0",
      runs: [
        {
          results: expect.arrayContaining([
            expect.objectContaining({ ruleId: "parse/unknown-command", level: "error" }),
          ]),
        },
      ],
    });
    expect((await run(folder, pullRequest(base), { "FAIL-ON": "never" })).status).toBe(0);
  });

  test("without its base in the checkout is told so, and goes on", async () => {
    const { folder, commit } = gitRepository();
    commit({ [path]: detectionYaml({ search }) });
    const { status, out, summary } = await run(folder, pullRequest("1".repeat(40)));
    expect(status).toBe(0);
    // The commit has no place in the files of the repository.
    expect(out).toMatch(/^::warning title=git\/unknown-ref::/m);
    expect(JSON.parse(readFileSync(join(folder, "detc.sarif"), "utf8"))).toMatchObject({
      runs: [
        {
          invocations: [{ toolExecutionNotifications: [{ descriptor: { id: "git/unknown-ref" } }] }],
          results: [],
        },
      ],
    });
    expect(summary).toContain("| sigma | 1 | 0 | 0 | 0 |");
  });
});

test("a detection that is gone is named", async () => {
  const { folder, commit } = gitRepository();
  const other = detectionYaml({ name: "Another", id: "11111111-2222-4333-8444-555555555555", search });
  const base = commit({ [path]: detectionYaml({ search }), "content/detections/endpoint/b.yml": other });
  rmSync(join(folder, path));
  const { status, summary } = await run(folder, pullRequest(base));
  expect(status).toBe(0);
  expect(summary).toContain("### Detections that are gone (1)\n\n- Certificate Left The Store\n");
  expect(summary).not.toContain("### Detections that changed");
});

describe("the SARIF log", () => {
  test("gets the folders that it is to lie in", async () => {
    const workspace = temporaryFolder({ [path]: detectionYaml({ search }) });
    expect((await run(workspace, {}, { SARIF: "a b/c/detc.sarif" })).status).toBe(0);
    expect(existsSync(join(workspace, "a b/c/detc.sarif"))).toBe(true);
  });

  test("is not written through a link that the content has in its place", async () => {
    const workspace = temporaryFolder({ [path]: detectionYaml({ search }), kept: "kept" });
    symlinkSync(join(workspace, "kept"), join(workspace, "detc.sarif"));
    await run(workspace, {});
    expect(readFileSync(join(workspace, "kept"), "utf8")).toBe("kept");
  });

  test("that cannot be written fails the step", async () => {
    const workspace = temporaryFolder({ [path]: detectionYaml({ search }) });
    const { status, out } = await run(workspace, {}, { SARIF: "content" });
    expect(status).toBe(1);
    expect(out).toContain("action/unwritable");
  });
});

test("a refusal of what changed fails where that is asked for", async () => {
  const { folder, commit } = gitRepository();
  const base = commit({ [path]: detectionYaml({ search }) });
  const refused = detectionYaml({ search: `${search} | transaction Computer` }).replace(
    "version: 1",
    "version: 2",
  );
  addFiles(folder, { [path]: refused });
  expect((await run(folder, pullRequest(base))).status).toBe(0);
  expect((await run(folder, pullRequest(base), { "FAIL-ON": "refusal" })).status).toBe(1);
});

test("a release makes the archives", async () => {
  const { folder, commit } = gitRepository();
  commit({ [path]: detectionYaml({ search }) });
  const { status, outputs } = await run(
    folder,
    { before: "0".repeat(40) },
    { RELEASE: "v1.2.3", TARGETS: "sigma" },
  );
  expect(status).toBe(0);
  expect(outputs).toContain("archives<<DETC\nrelease\nDETC\n");
  expect(existsSync(join(folder, "release/sigma_content-1.2.3.zip"))).toBe(true);
});

test("a release that cannot be made says so, and names no archives", async () => {
  const { folder, commit } = gitRepository();
  commit({ [path]: detectionYaml({ search }) });
  const { status, out, outputs } = await run(folder, {}, { RELEASE: "1.2.3", SINCE: "v0.0.1" });
  expect(status).toBe(1);
  expect(out).toMatch(/^::error title=git\/unknown-ref::/m);
  expect(outputs).toContain("archives<<DETC\n\nDETC\n");
});

test("nothing but annotations is printed, whatever a release has in it", async () => {
  const { folder, commit } = gitRepository();
  commit({
    [path]: detectionYaml({ search }),
    "content/detections/endpoint/b.yml": "##[set-output name=sarif;]x: [",
  });
  const { out } = await run(folder, {}, { RELEASE: "1.2.3", "FAIL-ON": "never" });
  for (const line of out.trimEnd().split("\n")) expect(line).toMatch(/^::(?:error|warning|notice) /);
});

test.each([
  { ROOT: "../elsewhere" },
  { SARIF: "/tmp/outside.sarif" },
  { ARCHIVES: ".." },
  { "FAIL-ON": "sometimes" },
  { VERSIONS: "perhaps" },
  { RELEASE: "latest" },
])("the inputs %j are refused", async (inputs) => {
  const { folder, commit } = gitRepository();
  commit({ [path]: detectionYaml({ search }) });
  const { status, out } = await run(folder, {}, inputs);
  expect(status).toBe(1);
  expect(out).toContain("action/wrong-input");
});

describe("what content says stays text", () => {
  const evil = "a|b`c`\n::error::x <img src=x onerror=1> [x](http://a.example) @team %0A";

  test("in annotations and in the summary", async () => {
    const { folder, commit } = gitRepository();
    const base = commit({ [path]: detectionYaml({ search }) });
    writeFileSync(
      join(folder, path),
      detectionYaml({ search: `${search} | \`::error::bad|<img>\`` }).replace(
        /^name: .*$/m,
        `name: ${JSON.stringify(evil)}`,
      ),
    );
    const { out, summary } = await run(folder, pullRequest(base));
    for (const line of out.trimEnd().split("\n")) expect(line).toMatch(/^::(?:error|warning|notice) file=/);
    const prose = summary.replace(/^(`{3,})diff\n[\s\S]*?^\1$/gm, "");
    expect(prose).not.toMatch(/<img|\]\(http|@team/);
    for (const row of prose.split("\n").filter((line) => line.startsWith("| ")))
      expect([7, 8]).toContain(row.split("|").length);
  });

  test("in Markdown, in code and in outputs", () => {
    expect(escapeMarkdown(evil)).not.toMatch(/[|`<>@[\]()\n]/);
    expect(fenced("```\n````\n", "diff").split("\n")[0]).toBe("`````diff");
    const outputs = renderOutputs({ a: "x\nDETC\nb<<DETC\nevil\nDETC" });
    expect(outputs.startsWith("a<<DETC_\n")).toBe(true);
  });
});

test("action.yml names the inputs and the bundle that are there", () => {
  const action = load(readFileSync("action.yml", "utf8"));
  expect(action).toMatchObject({ runs: { using: "node20", main: ".ci/bundle/action.js" } });
  expect(existsSync(".ci/bundle/action.js")).toBe(true);
  expect(existsSync(".ci/bundle/detc.js")).toBe(true);
});
