import { runCli } from "../../src/cli/run-cli.js";
import { noPaint } from "../../src/diagnostics/render/paint.js";

export interface RunResult {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs detc in this process, as if in `folder`, with no colours and `input` on its standard input. */
export async function runDetc(
  folder: string,
  argv: readonly string[],
  input?: string | Uint8Array,
): Promise<RunResult> {
  let out = "";
  let err = "";
  const status = await runCli(argv, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    input: async () => Promise.resolve(typeof input === "string" ? new TextEncoder().encode(input) : input),
    paint: noPaint,
    width: 100,
    live: false,
    folder,
  });
  return { status, out, err };
}
