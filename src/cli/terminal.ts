import picocolors from "picocolors";
import type { Paint } from "../diagnostics/render/paint.js";

/** Where a command reads and writes; tests give their own. */
export interface Terminal {
  /** Results. */
  readonly out: (text: string) => void;
  /** Diagnostics and progress. */
  readonly err: (text: string) => void;
  /** All of standard input, or `undefined` when a person would have to type it. */
  readonly input: () => Promise<Uint8Array | undefined>;
  readonly paint: Paint;
  readonly width: number;
  /** Whether progress can be drawn over itself. */
  readonly live: boolean;
  readonly folder: string;
}

/** The terminal of this process. Colours follow NO_COLOR, FORCE_COLOR and whether diagnostics go to a terminal. */
export function processTerminal(): Terminal {
  const { stdout, stderr, stdin } = process;
  // A reader that has seen enough (`detc … | head`) closes the pipe, and that is no failure.
  for (const stream of [stdout, stderr])
    stream.on("error", (problem: NodeJS.ErrnoException) => {
      if (problem.code !== "EPIPE") throw problem;
    });
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    input: async () => {
      if (stdin.isTTY) return undefined;
      const chunks: Uint8Array[] = [];
      for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
      return Buffer.concat(chunks);
    },
    paint: paintFor(stderr.isTTY === true),
    width: stderr.columns ?? 120,
    live: stderr.isTTY === true,
    folder: process.cwd(),
  };
}

function paintFor(isTerminal: boolean): Paint {
  const { FORCE_COLOR: force = "", NO_COLOR: none = "" } = process.env;
  const colours = picocolors.createColors(none === "" && (isTerminal || (force !== "" && force !== "0")));
  return {
    error: colours.red,
    warning: colours.yellow,
    information: colours.blue,
    place: colours.cyan,
    faint: colours.dim,
    strong: colours.bold,
  };
}
