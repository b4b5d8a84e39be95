import { expect, test } from "vitest";
import { clearProgress, drawProgress } from "../../src/cli/progress.js";
import type { Terminal } from "../../src/cli/terminal.js";
import { noPaint } from "../../src/diagnostics/render/paint.js";

function written(live: boolean, draw: (terminal: Terminal) => void): string {
  let text = "";
  draw({
    out: () => undefined,
    err: (part) => {
      text += part;
    },
    input: async () => Promise.resolve(undefined),
    paint: noPaint,
    width: 100,
    live,
    folder: "",
  });
  return text;
}

test.each([
  [0, 8, "\rtesting ░░░░░░░░░░░░░░░░░░░░░░░░ 0 of 8"],
  [3, 8, "\rtesting █████████░░░░░░░░░░░░░░░ 3 of 8"],
  [8, 8, "\rtesting ████████████████████████ 8 of 8"],
  [0, 0, "\rtesting ████████████████████████ 0 of 0"],
])("%i of %i is a bar over the last one", (done, total, bar) => {
  expect(written(true, (terminal) => drawProgress("testing", done, total, terminal))).toBe(bar);
});

test("the bar goes away, and never comes where it could not", () => {
  expect(written(true, clearProgress)).toBe("\r\u001b[K");
  expect(written(false, clearProgress)).toBe("");
  expect(written(false, (terminal) => drawProgress("testing", 1, 2, terminal))).toBe("");
});
