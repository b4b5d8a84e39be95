/**
 * `npm run mutants [-- --only <part of a file's path>]`: puts each deliberate fault of `mutants.yml` into a copy of the
 * tree and runs the tests over it, the likeliest first, and then the conformance run over this repository's detections.
 * Prints what survived, and the share that was noticed; ends with exit status 1 where a fault survives.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { applied, likelyTests, readMutants, type Mutant } from "./mutant.js";

const root = resolve(fileURLToPath(new URL(".", import.meta.url)), "../..");

/** What of the tree the tests read. */
const parts = [
  ...["grammar", "src", "targets", "schemas", "detections", "docs", "test", "lib", ".ci"],
  ...["package.json", "tsconfig.json", "vitest.config.ts", "README.md", "action.yml"],
];

/** A copy of the tree to put faults into. */
function copyOfTree(): string {
  const copy = mkdtempSync(join(tmpdir(), "detc-mutants-"));
  for (const part of parts) cpSync(join(root, part), join(copy, part), { recursive: true });
  for (const linked of ["node_modules", ".cache"]) symlinkSync(join(root, linked), join(copy, linked));
  return copy;
}

/** Whether a command fails, which is how it notices a fault. */
function fails(copy: string, command: string, given: readonly string[]): boolean {
  return spawnSync(command, given, { cwd: copy, stdio: "ignore", timeout: 1_200_000 }).status !== 0;
}

function vitest(copy: string, filters: readonly string[]): boolean {
  const program = join(copy, "node_modules/vitest/vitest.mjs");
  const options = ["run", "--update=none", "--bail=1", "--reporter=dot"];
  return fails(copy, process.execPath, [program, ...options, ...filters]);
}

/** Whether the conformance run over this repository's detections fails. */
function conformance(copy: string): boolean {
  const main = join(copy, "test/conformance/main.ts");
  return fails(copy, process.execPath, [join(copy, "node_modules/tsx/dist/cli.mjs"), main]);
}

/** What notices the fault that the copy has; `undefined` where nothing does. */
function noticedBy(copy: string, { file }: Mutant): string | undefined {
  if (vitest(copy, likelyTests(file))) return "the tests beside it";
  // The list itself would notice that a text is gone.
  if (vitest(copy, ["--exclude", "**/test/mutants/**"])) return "all tests";
  return conformance(copy) ? "the conformance run" : undefined;
}

function main(): number {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  const mutants = readMutants(join(root, "test/mutants/mutants.yml"));
  const wanted = mutants.filter(({ file }) => file.includes(values.only ?? ""));
  for (const mutant of wanted) applied(mutant, readFileSync(join(root, mutant.file), "utf8"));
  const copy = copyOfTree();
  const survivors: Mutant[] = [];
  try {
    // What fails without a fault notices none.
    if (conformance(copy)) throw new Error("the conformance run fails on the tree as it is");
    for (const [index, mutant] of wanted.entries()) {
      const path = join(copy, mutant.file);
      const sound = readFileSync(path, "utf8");
      writeFileSync(path, applied(mutant, sound));
      const by = noticedBy(copy, mutant);
      writeFileSync(path, sound);
      if (by === undefined) survivors.push(mutant);
      const verdict = by === undefined ? "SURVIVED" : `noticed by ${by}`;
      console.log(
        `${String(index + 1)} of ${String(wanted.length)}: ${mutant.file}, ${mutant.kind}: ${verdict}`,
      );
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  for (const { file, kind, text } of survivors) console.log(`survived: ${file}, ${kind}: ${text}`);
  const noticed = wanted.length - survivors.length;
  const share = wanted.length === 0 ? 0 : Math.round((1000 * noticed) / wanted.length) / 10;
  console.log(`${String(noticed)} of ${String(wanted.length)} faults noticed: ${String(share)} %`);
  return survivors.length === 0 ? 0 : 1;
}

process.exitCode = main();
