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

/** Which tests notice the fault that the copy has. */
function noticedByTests(copy: string, { file }: Mutant): string | undefined {
  if (vitest(copy, likelyTests(file))) return "noticed by the tests beside it";
  // The list itself would notice that a text is gone.
  return vitest(copy, ["--exclude", "**/test/mutants/**"]) ? "noticed by all tests" : undefined;
}

/** Puts each fault into the copy by itself, and gives back those that nothing notices. */
function tried(
  copy: string,
  mutants: readonly Mutant[],
  noticed: (mutant: Mutant) => string | undefined,
): readonly Mutant[] {
  return mutants.filter((mutant, index) => {
    const path = join(copy, mutant.file);
    const sound = readFileSync(path, "utf8");
    writeFileSync(path, applied(mutant, sound));
    const by = noticed(mutant);
    writeFileSync(path, sound);
    const place = `${String(index + 1)} of ${String(mutants.length)}: ${mutant.file}, ${mutant.kind}`;
    console.log(`${place}: ${by ?? "not noticed"}`);
    return by === undefined;
  });
}

function main(): number {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  const mutants = readMutants(join(root, "test/mutants/mutants.yml"));
  const wanted = mutants.filter(({ file }) => file.includes(values.only ?? ""));
  for (const mutant of wanted) applied(mutant, readFileSync(join(root, mutant.file), "utf8"));
  const copy = copyOfTree();
  try {
    const left = tried(copy, wanted, (mutant) => noticedByTests(copy, mutant));
    // What fails without a fault notices none.
    if (left.length > 0 && conformance(copy))
      throw new Error("the conformance run fails on the tree as it is");
    const survivors = tried(copy, left, () =>
      conformance(copy) ? "noticed by the conformance run" : undefined,
    );
    for (const { file, kind, text } of survivors) console.log(`survived: ${file}, ${kind}: ${text}`);
    const share = (1000 * (wanted.length - survivors.length)) / Math.max(1, wanted.length);
    const figures = `${String(wanted.length - survivors.length)} of ${String(wanted.length)} faults noticed`;
    console.log(`${figures}: ${String(Math.round(share) / 10)} %`);
    return survivors.length === 0 ? 0 : 1;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

process.exitCode = main();
