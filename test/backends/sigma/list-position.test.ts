import fc from "fast-check";
import { load } from "js-yaml";
import { beforeAll, describe, expect, it } from "vitest";
import { detectionSection } from "../../../src/backends/sigma/document/detection-section.js";
import { bodies } from "../../../src/backends/sigma/document/documents.js";
import { printYaml } from "../../../src/backends/sigma/document/yaml.js";
import { translatePredicate } from "../../../src/backends/sigma/logic/predicate.js";
import { EvaluationContext } from "../../../src/evaluate/context.js";
import { compilePredicate } from "../../../src/evaluate/expression.js";
import type { ScalarExpression } from "../../../src/plan/expression.js";
import { sigmaMatches, type SigmaEvent } from "../../support/sigma-engine.js";
import { loadWorkbench, type Workbench } from "../../support/workbench.js";

const span = { source: { name: "search", text: "" }, start: 0, end: 0 };
const field = (name: string): ScalarExpression => ({ kind: "field", name, span });
const literal = <Value extends string | number>(value: Value) => ({ kind: "literal", value, span }) as const;
const place = (index: number): ScalarExpression => ({
  kind: "call",
  function: "mvindex",
  arguments: [field("list"), literal(index)],
  type: "text",
  span,
});

const word = fc.constantFrom("a", "b", "ab");
const missing = fc.constantFrom<"false" | "missing">("false", "missing");
const value = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -2, max: 2 }).map(place) },
  { weight: 1, arbitrary: fc.constantFrom(field("list"), field("x")) },
);

const { predicate } = fc.letrec<{ predicate: ScalarExpression }>((tie) => ({
  predicate: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ value, word, whenMissing: missing }).map(({ value: left, word: text, whenMissing }) => ({
      kind: "compare" as const,
      operator: "=" as const,
      left,
      right: literal(text),
      mode: "text" as const,
      caseSensitive: true,
      whenMissing,
      span,
    })),
    fc
      .record({ place: fc.integer({ min: -1, max: 2 }).map(place), word })
      .map(({ place: left, word: text }) => ({
        kind: "compare" as const,
        operator: "!=" as const,
        left,
        right: literal(text),
        mode: "text" as const,
        caseSensitive: true,
        whenMissing: "missing" as const,
        span,
      })),
    value.map((of) => ({ kind: "is-present" as const, value: of, span })),
    fc.tuple(value, value, word).map(([first, second, text]) => ({
      kind: "compare" as const,
      operator: "=" as const,
      left: {
        kind: "call" as const,
        function: "coalesce" as const,
        arguments: [first, second],
        type: "text" as const,
        span,
      },
      right: literal(text),
      mode: "text" as const,
      caseSensitive: true,
      whenMissing: "missing" as const,
      span,
    })),
    tie("predicate").map((operand) => ({ kind: "not" as const, operand, span })),
    fc
      .record({
        kind: fc.constantFrom<"and" | "or">("and", "or"),
        operands: fc.array(tie("predicate"), { minLength: 2, maxLength: 3 }),
      })
      .map((logic) => ({ ...logic, span })),
    fc.tuple(tie("predicate"), value, value, word).map(([when, then, otherwise, text]) => ({
      kind: "compare" as const,
      operator: "=" as const,
      left: { kind: "case" as const, arms: [{ when, then }], otherwise, span },
      right: literal(text),
      mode: "text" as const,
      caseSensitive: true,
      whenMissing: "missing" as const,
      span,
    })),
  ),
}));

const event: fc.Arbitrary<SigmaEvent> = fc.record(
  { x: word, list: fc.array(word, { minLength: 2, maxLength: 3 }) },
  { requiredKeys: [] },
);

interface Translated {
  readonly matches: (event: SigmaEvent) => boolean;
  /** Whether the rule says that it finds more. */
  readonly isLooser: boolean;
}

/** `undefined`: refused. */
function translated(expression: ScalarExpression): Translated | undefined {
  const differences: string[] = [];
  const logic = translatePredicate(expression, {
    pathColumn: () => ({ separator: "\\", folder: "always" }),
    each: () => undefined,
    isAlways: () => false,
    isAlwaysColumn: () => false,
    accepts: () => true,
    differ: (difference) => differences.push(difference),
    report: () => undefined,
    bind: ({ name }) => ({
      kind: "bound",
      expression: { kind: "column", name, type: "text", span },
      type: "text",
      multivalue: name === "list",
    }),
  });
  if (logic === undefined) return undefined;
  const isLooser = differences.length > 0;
  if (logic.kind === "constant") return { matches: () => logic.value, isLooser };
  const detection = detectionSection(logic, new Map());
  const text = printYaml(bodies({ rules: [{ logsource: { product: "windows" }, detection, fields: [] }] }));
  const document = load(text);
  if (typeof document !== "object" || document === null || !("detection" in document)) throw new Error(text);
  const written = Object.fromEntries(Object.entries(document.detection ?? {}));
  return { matches: (one) => sigmaMatches(written, one), isLooser };
}

const context = new EvaluationContext({ now: 0, report: (problem) => expect(problem).toBeUndefined() });

describe("a test of a value at a place of a list", () => {
  it("finds no less as one of any value, and nothing else where the rule does not say so", () => {
    let looser = 0;
    fc.assert(
      fc.property(predicate, fc.array(event, { minLength: 4, maxLength: 8 }), (expression, events) => {
        const rule = translated(expression);
        if (rule === undefined) return;
        if (rule.isLooser) looser++;
        const isTrue = compilePredicate(expression, context);
        for (const one of events) {
          const row = new Map(
            Object.entries(one).flatMap(([key, held]) => (held === undefined ? [] : [[key, held] as const])),
          );
          const wanted = isTrue(row) === true;
          const told = JSON.stringify({ one, expression });
          if (rule.isLooser) expect(rule.matches(one) || !wanted, told).toBe(true);
          else expect(rule.matches(one), told).toBe(wanted);
        }
      }),
      { numRuns: 3000 },
    );
    expect(looser).toBeGreaterThan(200);
  });
});

describe("list-position", () => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await loadWorkbench();
  });

  const log = 'sourcetype="o365:management:activity" Operation="Update user."';
  const properties = "'ModifiedProperties{}.NewValue'";
  const codes = (search: string, accept: readonly string[] = ["list-position"]) =>
    workbench
      .compile(search, "sigma", { accept })
      .diagnostics.flatMap(({ severity, code }) => (severity === "error" ? [code] : []));
  const compiled = (search: string) => {
    const outcome = workbench.compile(search, "sigma", { accept: ["list-position"] });
    if (outcome.status !== "compiled") throw new Error(JSON.stringify(outcome.diagnostics));
    return { accepted: outcome.query.accepted, text: outcome.artifacts[0]?.text ?? "" };
  };

  it("is a difference that is accepted by name, and that the rule states", () => {
    const search = `${log} | where mvindex(${properties}, 1)="Admin"`;
    expect(codes(search, [])).toEqual(["sigma/list-position"]);
    const { accepted, text } = compiled(search);
    expect(accepted).toEqual(["list-position"]);
    expect(text).toContain("ModifiedProperties.NewValue|cased: 'Admin'");
    expect(text).toContain("Matches the events that contribute");
    expect(text).toContain("asks of any value of a list");
  });

  it("asks of a place that is looked for whether there is one", () => {
    const names = "'ModifiedProperties{}.Name'";
    const { text } = compiled(`${log} | where mvindex(${properties}, mvfind(${names}, "Role"))="Admin"`);
    expect(text).toContain("ModifiedProperties.Name|re: 'Role'");
    expect(text).toContain("ModifiedProperties.NewValue|cased: 'Admin'");
  });

  it("is none where the test asks only for the first value to be there", () => {
    const { accepted, text } = compiled(`${log} | eval r=mvindex(${properties}, 0) | stats count by r`);
    expect(accepted).toBeUndefined();
    expect(text).toContain("Matches exactly the events");
  });

  it.each([
    ["a denied test", `NOT mvindex(${properties}, 1)="Admin"`],
    ["a test for another value", `mvindex(${properties}, 1)!="Admin"`],
    ["a denied presence", `isnull(mvindex(${properties}, 1))`],
    [
      "a denied presence beside a test",
      `1=1 | eval p=mvindex(${properties}, 2) | search NOT (p=* "ModifiedProperties{}.NewValue"="Admin")`,
    ],
    ["the condition of a choice", `if(mvindex(${properties}, 1)="Admin", "yes", Workload)="no"`],
    ["a piece of a value", `mvindex(split(mvindex(${properties}, 1), ","), 0)="Admin"`],
  ])("stays refused of %s", (_, test) => {
    expect(codes(`${log} | where ${test}`)).toEqual(["sigma/computed-value"]);
  });
});
