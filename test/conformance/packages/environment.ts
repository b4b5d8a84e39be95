import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The folder of the commands of a Python environment below `cache` that has these packages, made if need be. */
export function environment(cache: string, name: string, requirements: readonly string[]): string {
  const root = join(cache, name);
  const stamp = join(root, "requirements.txt");
  const wanted = requirements.join("\n");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
    execFileSync("python3", ["-m", "venv", "--clear", root]);
    execFileSync(join(root, "bin", "pip"), [
      "install",
      "--quiet",
      "--disable-pip-version-check",
      ...requirements,
    ]);
    writeFileSync(stamp, wanted);
  }
  return join(root, "bin");
}
