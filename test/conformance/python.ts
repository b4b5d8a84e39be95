import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EngineCommand } from "./execute/engine-process.js";

/** The packages that the checks need, pinned so that a run today and a run next year check the same. */
const requirements = [
  "eql==1.0.1",
  "pysigma==1.5.1",
  "sigma-cli==3.1.0",
  "pysigma-validators-sigmahq==0.21.0",
  "pysigma-backend-kusto==1.0.1",
  "pysigma-backend-sqlite==2.0.0",
  "duckdb-kql==1.1.2",
  "duckdb==2.0.0",
] as const;

/** A Python environment of our own below `.cache/`; `undefined` with a reason where the machine cannot have one. */
export interface PythonEnvironment {
  readonly bin: string;
}

/** Makes the environment, or reuses the one that an earlier run made for the same packages. */
export function pythonEnvironment(cache: string): PythonEnvironment | { readonly unavailable: string } {
  const root = join(cache, "python");
  const stamp = join(root, "requirements.txt");
  const wanted = requirements.join("\n");
  const bin = join(root, "bin");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return { bin };
  try {
    execFileSync("python3", ["-m", "venv", root], { stdio: "pipe" });
    execFileSync(join(bin, "pip"), ["install", "--quiet", "--disable-pip-version-check", ...requirements], {
      stdio: "pipe",
    });
  } catch (error) {
    return {
      unavailable: error instanceof Error ? (error.message.split("\n")[0] ?? "unknown") : String(error),
    };
  }
  writeFileSync(stamp, wanted);
  return { bin };
}

/** One of the scripts that run queries, as an engine. */
export function pythonEngine({ bin }: PythonEnvironment, script: string): EngineCommand {
  const folder = fileURLToPath(new URL("engines", import.meta.url));
  return { command: join(bin, "python"), arguments: [join(folder, script)] };
}

/** Runs one of the scripts beside this file: JSON in on standard input, JSON out on standard output. */
export function runPython(environment: PythonEnvironment, script: string, input: unknown): unknown {
  const result = spawnSync(join(environment.bin, "python"), [script], {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  if (result.status !== 0) throw new Error(`${script} failed:\n${result.stderr}`);
  return JSON.parse(result.stdout);
}
