import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { translatePredicate } from "../../../src/backends/sigma/logic/predicate.js";
import type { Logic } from "../../../src/backends/sigma/logic/logic.js";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.js";
import { EvaluationContext } from "../../../src/evaluate/context.js";
import { compilePredicate } from "../../../src/evaluate/expression.js";
import type { ScalarExpression } from "../../../src/plan/expression.js";
import { likePattern } from "../../../src/plan/like-pattern.js";
import { writtenDetection } from "../../support/sigma-detection.js";
import { sigmaMatches } from "../../support/sigma-engine.js";

const span = { source: { name: "search", text: "" }, start: 0, end: 0 };
const title: ScalarExpression = { kind: "field", name: "title", span };
const literal = (value: string) => ({ kind: "literal", value, span }) as const;

function call(name: "replace" | "urldecode", ...parameters: readonly ScalarExpression[]): ScalarExpression {
  return { kind: "call", function: name, arguments: parameters, type: "text", span };
}

/** What is made of a text of hexadecimal digits; another stays what it is. */
function ofHexadecimal(
  text: ScalarExpression,
  then: ScalarExpression,
  source = "^[0-9A-F]+$",
): ScalarExpression {
  const when = {
    kind: "match",
    value: text,
    pattern: { kind: "regex", source },
    caseSensitive: true,
    whenMissing: "missing",
    span,
  } as const;
  return { kind: "case", arms: [{ when, then }], otherwise: text, span };
}

const replaced = (text: ScalarExpression, from: string, to: string, source?: string) =>
  ofHexadecimal(text, call("replace", text, literal(from), literal(to)), source);

function decoded(text: ScalarExpression, pattern = "([0-9A-F]{2})", source?: string): ScalarExpression {
  const pairs = call("replace", text, literal(pattern), literal(String.raw`%\1`));
  return ofHexadecimal(text, call("urldecode", pairs), source);
}

/** A title of a process as a search reads it: a zero byte, which ends an argument, is a blank. */
const asRead = decoded(replaced(replaced(title, "000", "020"), "00", "20"));

function like(value: ScalarExpression, pattern: string): ScalarExpression {
  const parts = likePattern(pattern);
  return {
    kind: "match",
    value,
    pattern: { kind: "like", parts },
    caseSensitive: true,
    whenMissing: "missing",
    span,
  };
}

/** What a predicate over the title becomes, or the codes of what stands in the way. */
function translated(predicate: ScalarExpression): {
  readonly logic?: Logic;
  readonly codes: readonly string[];
} {
  const reports: Diagnostic[] = [];
  const logic = translatePredicate(predicate, {
    pathColumn: () => ({ separator: "/", folder: "sometimes" }),
    each: () => undefined,
    isAlways: () => false,
    isAlwaysColumn: () => false,
    accepts: () => false,
    differ: () => undefined,
    report: (diagnostic) => reports.push(diagnostic),
    bind: ({ name }) => ({
      kind: "bound",
      expression: { kind: "column", name, type: "text", span },
      type: "text",
      multivalue: false,
    }),
  });
  return { ...(logic === undefined ? {} : { logic }), codes: reports.map(({ code }) => code) };
}

const bytes = fc
  .array(fc.constantFrom("ab", "of=", "p", "0", "@", " ", "\0", "\0\0", "\n", "\t", "é", "ra", "00"), {
    minLength: 1,
    maxLength: 6,
  })
  .map((fragments) => Buffer.from(fragments.join(""), "utf8").toString("hex").toUpperCase());
/** What the kernel writes, what an odd number of digits makes of it, and titles that are text. */
const titles = fc.oneof(
  { weight: 6, arbitrary: bytes },
  fc.tuple(bytes, fc.constantFrom("0", "00", "000", "A")).map(([text, more]) => text.slice(1) + more),
  fc.string({ unit: fc.constantFrom("ab", "of=", " ", "p", "0", "A", "ra"), maxLength: 5 }),
);

describe("a text in hexadecimal that is decoded before it is tested", () => {
  it.each(["%ab%", "%ab %", "% of=%", "%p %ab%", "%ra%", "%0 %", "ab%", "%p%", "% %", "%00%"])(
    "passes %s as the search says",
    (pattern) => {
      const predicate = like(asRead, pattern);
      const { logic } = translated(predicate);
      if (logic === undefined) throw new Error("nothing was translated");
      const detection = writtenDetection(logic);
      const passes = compilePredicate(predicate, new EvaluationContext({ now: 0 }));
      fc.assert(
        fc.property(titles, (text) => {
          expect(sigmaMatches(detection, { title: text })).toBe(passes(new Map([["title", text]])));
        }),
        { numRuns: 3000, seed: 20_261_130 },
      );
    },
  );

  it("is asked for in the digits of its letters, and as it stands", () => {
    const { logic } = translated(like(asRead, "%useradd%"));
    expect(logic && writtenDetection(logic)).toEqual({
      selection: [
        { "title|re": "^([0-9A-F]{2})*75736572616464[0-9A-F]*$" },
        { "title|contains|cased": "useradd" },
      ],
      condition: "selection",
    });
  });

  it.each([
    ["the end of the text is asked for", like(asRead, "%ab")],
    ["a line feed is", like(asRead, "%a\nb%")],
    ["a letter beyond ASCII is", like(asRead, "%é%")],
    ["the text has other letters than digits", like(decoded(title, "([0-9A-F]{2})", "^[0-9A-Z]+$"), "%ab%")],
    ["not all digits are decoded", like(decoded(title, "([0-9]{2})"), "%ab%")],
    ["three digits are", like(decoded(title, "([0-9A-F]{3})"), "%ab%")],
    ["the test asks for a part of the text", like(decoded(title, "([0-9A-F]{2})", "^[0-9A-F]+"), "%ab%")],
    [
      "the test ends at the end only",
      like(decoded(title, "([0-9A-F]{2})", String.raw`^[0-9A-F]+\z`), "%ab%"),
    ],
    ["what is replaced is an expression", like(replaced(title, "0+", "20"), "%ab%")],
    ["what it is replaced by takes a group", like(replaced(title, "00", String.raw`2\1`), "%ab%")],
  ])("is refused where %s", (_, predicate) => {
    expect(translated(predicate).codes).toContain("sigma/computed-value");
  });
});
