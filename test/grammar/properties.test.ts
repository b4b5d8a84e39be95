import fc from "fast-check";
import { expect, test } from "vitest";
import { parseSearch } from "../../grammar/parser.js";
import { printSearch } from "../../grammar/printer.js";
import { text, withoutSpans } from "../support/without-spans.js";
import { arbitrarySearch } from "./arbitrary-search.js";

test("a printed tree is read as the same tree, and printed the same again", () => {
  fc.assert(
    fc.property(arbitrarySearch, (pipeline) => {
      const printed = printSearch(pipeline);
      const { pipeline: again, diagnostics } = parseSearch(text(printed));
      expect(diagnostics, printed).toEqual([]);
      expect(withoutSpans(again), printed).toEqual(withoutSpans(pipeline));
      expect(again && printSearch(again)).toBe(printed);
    }),
    { numRuns: 1000 },
  );
});

test("any text is read without an exception", () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom(
          ..."ab1 \t\\\"'*|%.,()[]{}=<>!`$-\n".split(""),
          "| stats count by ",
          "| eval a=",
          "| where ",
          '| rex "',
          " AND ",
          " NOT ",
          "```",
          "[search ",
          "| tstats count where ",
          "| foreach * [",
          " IN (",
        ),
        maxLength: 60,
      }),
      (content) => {
        const { pipeline, diagnostics } = parseSearch(text(content));
        const errors = diagnostics.filter(({ severity }) => severity === "error");
        expect(pipeline === undefined).toBe(errors.length > 0);
        for (const { span } of diagnostics) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual(content.length);
        }
        if (pipeline !== undefined) {
          const again = parseSearch(text(printSearch(pipeline))).pipeline;
          expect(withoutSpans(again), content).toEqual(withoutSpans(pipeline));
        }
      },
    ),
    { numRuns: 3000 },
  );
});
