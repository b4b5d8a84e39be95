import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Manifest } from "../../src/manifest/manifest.js";
import { addFiles, detectionYaml, temporaryFolder } from "../support/content-folder.js";
import { runDetc } from "../support/run-detc.js";

const good = detectionYaml({ name: "A Good One", id: "99999999-2222-4333-8444-555555555555" });
const withSearch = (search: string) => ({ "detections/endpoint/bad.yml": detectionYaml({ search }) });
const bomb = [
  "a: &a [x, x, x, x, x, x, x, x, x, x]",
  ...["b", "c", "d", "e", "f", "g", "h", "i"].map(
    (name, index) => `${name}: &${name} [${Array(10).fill(`*${"abcdefgh"[index]}`).join(", ")}]`,
  ),
].join("\n");

type Prepare = (root: string) => void;
const files =
  (content: Parameters<typeof addFiles>[1]): Prepare =>
  (root) =>
    addFiles(root, content);

const badInputs: readonly (readonly [string, Prepare, string])[] = [
  ["broken YAML", files({ "detections/endpoint/bad.yml": "name: 'x\n" }), "content/invalid-yaml"],
  ["a YAML bomb", files({ "detections/endpoint/bad.yml": bomb }), "content/too-many-values"],
  ["a search of 10 MB", files(withSearch(`search ${"abcdefg ".repeat(1_250_000)}`)), "content/too-large"],
  ["a search of 3 MB", files(withSearch(`search ${"abcdefg ".repeat(375_000)}`)), "parse/"],
  ["10,000 parentheses", files(withSearch(`search ${"(".repeat(10_000)}a${")".repeat(10_000)}`)), "parse/"],
  [
    "10,000 parentheses in an expression",
    files(withSearch(`search a | eval b=${"(".repeat(10_000)}1${")".repeat(10_000)}`)),
    "parse/",
  ],
  [
    "10,000 subsearches",
    files(withSearch(`search ${"[ search ".repeat(10_000)}a${"]".repeat(10_000)}`)),
    "parse/",
  ],
  ["10,000 negations", files(withSearch(`search ${"NOT ".repeat(10_000)}a`)), "parse/"],
  [
    "invalid UTF-8",
    files({ "detections/endpoint/bad.yml": new Uint8Array([0x61, 0x3a, 0x20, 0xff]) }),
    "content/invalid-utf8",
  ],
  [
    "a folder in place of a file",
    files({ "detections/endpoint/bad.yml/inside.txt": "x" }),
    "content/not-a-file",
  ],
  [
    "a file that cannot be opened",
    // A link to itself can be opened by nobody, while root may read a file without permissions.
    (root) => {
      mkdirSync(join(root, "detections/endpoint"), { recursive: true });
      symlinkSync("loop.yml", join(root, "detections/endpoint/loop.yml"));
    },
    "content/unreadable",
  ],
  [
    "a macro that calls itself",
    files({
      ...withSearch("search `round`"),
      "macros/round.yml": "name: round\ndefinition: a `trip`\n",
      "macros/trip.yml": "name: trip\ndefinition: b `round`\n",
    }),
    "macro/",
  ],
  [
    "macros that multiply",
    files({
      ...withSearch("search `m9`"),
      "macros/m0.yml": "name: m0\ndefinition: aaaaaaaaaa\n",
      ...Object.fromEntries(
        Array.from({ length: 9 }, (_, index) => [
          `macros/m${index + 1}.yml`,
          `name: m${index + 1}\ndefinition: "${`\`m${index}\` `.repeat(10)}"\n`,
        ]),
      ),
    }),
    "macro/",
  ],
  [
    "ids that occur twice",
    files({
      "detections/endpoint/bad.yml": detectionYaml(),
      "detections/endpoint/twin.yml": detectionYaml({ name: "Its Twin" }),
    }),
    "content/duplicate-id",
  ],
];

describe("bad input", () => {
  test.each(badInputs)("%s is a diagnostic, and only what is good is written", async (_, prepare, code) => {
    const root = temporaryFolder({ "detections/endpoint/good.yml": good });
    prepare(root);
    const started = performance.now();
    const strict = await runDetc(root, ["build"]);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(strict.status, strict.err).toBe(1);
    expect(strict.err).toContain(`error ${code}`);
    expect(readdirSync(root)).not.toContain("dist");

    const { status } = await runDetc(root, ["build", "--keep-going"]);
    expect(status).toBe(1);
    const manifest: Manifest = JSON.parse(readFileSync(join(root, "dist/manifest.json"), "utf8"));
    const results = new Map(
      manifest.detections.map(({ name, targets }) => [name, targets["splunk"]?.status]),
    );
    expect(results.get("A Good One")).toBe("compiled");
    expect([...results.values()].filter((each) => each === "compiled")).toHaveLength(1);
    expect(readdirSync(root).filter((name) => name.startsWith(".") && name !== ".detc-cache")).toEqual([]);
  });
});

describe("the process", () => {
  const run = (folder: string, argv: readonly string[], options: { readonly input?: string } = {}) =>
    spawnSync(
      process.execPath,
      ["--max-old-space-size=300", "--import", "tsx", join(process.cwd(), "src/cli/main.ts"), ...argv],
      {
        cwd: process.cwd(),
        encoding: "utf8",
        maxBuffer: 1e8,
        env: { ...process.env, NO_COLOR: "1", PWD: folder },
        ...options,
      },
    );

  test("has the exit status, and keeps results and diagnostics apart", () => {
    const result = run("/", ["translate", "--to", "splunk"], { input: "search index=main a" });
    expect([result.status, result.stdout, result.stderr]).toEqual([0, "search index=main a\n", ""]);
  });

  test("stays within 300 MB of heap on all bad input at once", () => {
    const root = temporaryFolder({ "detections/endpoint/good.yml": good });
    for (const [index, [, prepare]] of badInputs.entries()) {
      const part = temporaryFolder();
      prepare(part);
      for (const kind of readdirSync(part)) symlinkFiles(join(part, kind), join(root, kind), String(index));
    }
    const { status, stderr } = run("/", ["build", root, "--out", join(temporaryFolder(), "out")]);
    expect(status, stderr.slice(-2000)).toBe(1);
    expect(stderr).not.toContain("bug");
  });
});

/** Puts every YAML file below a folder into another one under a name of its own. */
function symlinkFiles(from: string, to: string, prefix: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true, recursive: true }))
    if (entry.isFile() && entry.name.endsWith(".yml"))
      addFiles(to, { [`${prefix}_${entry.name}`]: readFileSync(join(entry.parentPath, entry.name)) });
}
