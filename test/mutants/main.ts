/**
 * `npm run mutants [-- --only <part of a file's path>]`: puts each deliberate fault of `mutants.yml` into a copy of the
 * tree and runs the tests that are said to notice it; where they do not, those beside the file, and then the conformance run over
 * this repository's detections. All of them have to pass without a fault first. Prints what survived, and the share that
 * was noticed; ends with exit status 1 where a fault survives.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { applied, likelyTests, readMutants, type Mutant } from "./mutant.js";
import { testsOfCopy, type TestsOfCopy } from "./tests-of-copy.js";

const root = resolve(fileURLToPath(new URL(".", import.meta.url)), "../..");

/** What of the tree the tests read. */
const parts = [
  ...["grammar", "src", "targets", "schemas", "detections", "docs", "test", "lib", ".ci"],
  ...["package.json", "tsconfig.json", "vitest.config.ts", "README.md", "action.yml"],
];

/** A copy of the tree to put faults into. */
function copyOfTree(): string {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), "detc-mutants-")));
  for (const part of parts) cpSync(join(root, part), join(copy, part), { recursive: true });
  for (const linked of ["node_modules", ".cache"]) symlinkSync(join(root, linked), join(copy, linked));
  return copy;
}

/** Whether the conformance run over the copy's detections fails. */
function conformanceFails(copy: string): boolean {
  const given = [join(copy, "node_modules/tsx/dist/cli.mjs"), join(copy, "test/conformance/main.ts")];
  return spawnSync(process.execPath, given, { cwd: copy, stdio: "ignore", timeout: 1_200_000 }).status !== 0;
}

/** Which tests notice the fault that the copy has. */
async function noticedByTests(tests: TestsOfCopy, { file, noticedBy }: Mutant): Promise<string | undefined> {
  const named = await tests.failing(noticedBy);
  if (named.length > 0) return `noticed by ${named.join(", ")}`;
  const beside = await tests.failing(likelyTests(file));
  return beside.length > 0 ? `noticed by ${beside.join(", ")}, which the list does not name` : undefined;
}

/** Puts each fault into the copy by itself, and gives back those that nothing notices. */
async function tried(
  copy: string,
  mutants: readonly Mutant[],
  tests: TestsOfCopy,
  noticed: (mutant: Mutant) => Promise<string | undefined>,
): Promise<readonly Mutant[]> {
  const left: Mutant[] = [];
  for (const [index, mutant] of mutants.entries()) {
    const path = join(copy, mutant.file);
    const sound = readFileSync(path, "utf8");
    const write = (text: string): void => {
      writeFileSync(path, text);
      tests.changed(path);
    };
    write(applied(mutant, sound));
    const by = await noticed(mutant);
    write(sound);
    if (by === undefined) left.push(mutant);
    const place = `${String(index + 1)} of ${String(mutants.length)}: ${mutant.file}, ${mutant.kind}`;
    console.log(`${place}: ${by ?? "not noticed"}`);
  }
  return left;
}

async function survivorsIn(copy: string, mutants: readonly Mutant[]): Promise<readonly Mutant[]> {
  const tests = await testsOfCopy(copy);
  try {
    // What fails without a fault notices none.
    const named = [...new Set(mutants.flatMap(({ noticedBy }) => noticedBy))];
    const failing = named.length === 0 ? [] : await tests.failing(named);
    if (failing.length > 0) throw new Error(`these fail on the tree as it is: ${failing.join(", ")}`);
    const left = await tried(copy, mutants, tests, (mutant) => noticedByTests(tests, mutant));
    if (left.length === 0) return [];
    if (conformanceFails(copy)) throw new Error("the conformance run fails on the tree as it is");
    return await tried(copy, left, tests, () =>
      Promise.resolve(conformanceFails(copy) ? "noticed by the conformance run" : undefined),
    );
  } finally {
    await tests.end();
  }
}

async function main(): Promise<number> {
  const values = new Command("npm run mutants --")
    .description("Puts deliberate faults into a copy of the tree and runs the tests that should notice them.")
    .option("--only <text>", "the faults of files whose path has it")
    .parse()
    .opts<{ readonly only?: string }>();
  const mutants = readMutants(join(root, "test/mutants/mutants.yml"));
  const wanted = mutants.filter(({ file }) => file.includes(values.only ?? ""));
  for (const mutant of wanted) applied(mutant, readFileSync(join(root, mutant.file), "utf8"));
  const copy = copyOfTree();
  try {
    const survivors = await survivorsIn(copy, wanted);
    for (const { file, kind, text } of survivors) console.log(`survived: ${file}, ${kind}: ${text}`);
    const share = (1000 * (wanted.length - survivors.length)) / Math.max(1, wanted.length);
    const figures = `${String(wanted.length - survivors.length)} of ${String(wanted.length)} faults noticed`;
    console.log(`${figures}: ${String(Math.round(share) / 10)} %`);
    return survivors.length === 0 ? 0 : 1;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

process.exitCode = await main();
