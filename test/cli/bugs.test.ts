import { afterEach, expect, test, vi } from "vitest";
import { runCli } from "../../src/cli/run-cli.js";
import { noPaint } from "../../src/diagnostics/render/paint.js";

afterEach(() => vi.unstubAllEnvs());

async function runWithBug(): Promise<{ readonly status: number; readonly err: string }> {
  let err = "";
  const status = await runCli(["translate", "--to", "splunk"], {
    out: () => undefined,
    err: (text) => {
      err += text;
    },
    input: async () => Promise.reject(new RangeError("the unexpected happened")),
    paint: noPaint,
    width: 100,
    live: false,
    folder: "/",
  });
  return { status, err };
}

test("an exception is a bug: status 2 and a request to report it, without a stack trace", async () => {
  vi.stubEnv("DETC_DEBUG", "");
  const { status, err } = await runWithBug();
  expect(status).toBe(2);
  expect(err).toContain("detc has a bug: the unexpected happened");
  expect(err).toContain("Please report it");
  expect(err).not.toContain("    at ");
});

test("DETC_DEBUG shows where it happened", async () => {
  vi.stubEnv("DETC_DEBUG", "1");
  expect((await runWithBug()).err).toContain("    at ");
});
