import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../../lib/src/cli/main.js", import.meta.url));

/** Runs detc as it was built; content that is partly invalid is no failure of the run. */
export function runDetc(args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, SOURCE_DATE_EPOCH: "1700000000" },
  });
  if (status === 2 || status === null) throw new Error(`detc ${args.join(" ")} failed:\n${stderr}`);
}
