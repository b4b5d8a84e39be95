import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

const scripts = {
  conformance: "test/conformance/main.ts",
  "conformance:packages": "test/conformance/packages/main.ts",
  "conformance:recorded": "test/conformance/recorded/main.ts",
  "conformance:sigma": "test/conformance/sigma/main.ts",
  mutants: "test/mutants/main.ts",
};

describe("a script for developers", () => {
  it.concurrent.each(Object.entries(scripts))(
    "%s says how it is used, and does nothing else",
    { timeout: 60_000 },
    async (name, file) => {
      const { stdout } = await run(process.execPath, ["node_modules/tsx/dist/cli.mjs", file, "--help"], {
        cwd: root,
      });
      expect(stdout).toContain(`Usage: npm run ${name} -- [options]`);
    },
  );
});
