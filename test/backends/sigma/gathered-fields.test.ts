import fc from "fast-check";
import { load } from "js-yaml";
import { beforeAll, describe, expect, it } from "vitest";
import { evaluate, type Event } from "../../../src/evaluate/evaluate.js";
import { planOf } from "../../semantics/harness.js";
import { sigmaMatches } from "../../support/sigma-engine.js";
import { loadWorkbench, type Workbench } from "../../support/workbench.js";

let workbench: Workbench;
beforeAll(async () => {
  workbench = await loadWorkbench();
});

/** All arguments of a program in one text, as searches over the records of Linux put them together. */
const gathered = `type=EXECVE | eval list="" | foreach a* [eval list=mvappend(list, '<<FIELD>>')]
  | eval text=trim(mvjoin(list, " "))`;

function compile(tests: string) {
  return workbench.compile(`sourcetype="linux_audit" ${gathered} | ${tests} | stats count by argc`, "sigma");
}

/** A record as the kernel writes it: an argument with a blank or a quote in it in hexadecimal, another in quotes. */
function record(args: readonly string[]): Event {
  const written = args.map((text) =>
    /^[!#-~]+$/.test(text) ? `"${text}"` : Buffer.from(text, "utf8").toString("hex").toUpperCase(),
  );
  const pairs = written.map((value, index) => ` a${index}=${value}`).join("");
  const fields = written.map((value, index) => [`a${index}`, value.replace(/^"|"$/g, "")]);
  return {
    ...Object.fromEntries(fields),
    type: "EXECVE",
    argc: String(args.length),
    _raw: `node=cat.example type=EXECVE msg=audit(1700000000.123:42): argc=${args.length}${pairs}`,
    _time: 1_700_000_000,
  };
}

const argument = fc.string({
  unit: fc.constantFrom("c", "a", "t", "cat", "k", "=", "'", " ", '"', "A", "6", "1"),
  minLength: 1,
  maxLength: 5,
});

describe("a text of the values of all fields that a pattern names", () => {
  it.each([
    'where like(text, "%cat%")',
    'where like(text, "%ka%") OR like(text, "%ct%")',
    `where like(text, "%'c%")`,
    'where NOT like(text, "%a%")',
    'search text="*CAT*"',
    'where like(text, "%1%")',
  ])("%s is looked for in each of them", (tests) => {
    const outcome = compile(tests);
    if (outcome.status !== "compiled") throw new Error(outcome.diagnostics.map(({ code }) => code).join());
    const document = load(outcome.query.text);
    if (typeof document !== "object" || document === null || !("detection" in document))
      throw new Error(outcome.query.text);
    const detection = Object.fromEntries(Object.entries(document.detection ?? {}));
    const { plan } = planOf(`index=test ${gathered} | ${tests} | stats count by argc`);
    if (plan === undefined) throw new Error("no plan");
    fc.assert(
      fc.property(fc.array(argument, { minLength: 1, maxLength: 4 }), (args) => {
        const event = record(args);
        const { _raw: raw, ...fields } = event;
        const shown = Object.fromEntries(
          Object.entries({ ...fields, "": raw }).map(([name, value]) => [name, String(value)]),
        );
        const rows = [...evaluate(plan, [event], { now: 1_700_000_000 })];
        expect(sigmaMatches(detection, shown)).toBe(rows.length > 0);
      }),
      { numRuns: 2000, seed: 20_261_130 },
    );
  });

  it.each([
    ["a text that may stand in two of them", 'where like(text, "%a b%")'],
    ["two texts, which may stand in two of them", 'where like(text, "%a%b%")'],
    ["the text as a whole", 'where text="a"'],
    ["its beginning", 'where like(text, "a%")'],
    ["a blank", 'where like(text, "%a %")'],
  ])("is refused where the search asks for %s", (_, tests) => {
    const { status, diagnostics } = compile(tests);
    expect(status).toBe("refused");
    expect(diagnostics.map(({ code }) => code)).toContain("sigma/computed-value");
  });

  it("is refused where the columns of the search are among the fields", () => {
    const search = `sourcetype="linux_audit" type=EXECVE | eval added="x" | eval list=""
      | foreach a* [eval list=mvappend(list, '<<FIELD>>')] | eval text=mvjoin(list, " ") | where like(text, "%cat%")`;
    const { diagnostics } = workbench.compile(search, "sigma");
    expect(diagnostics.map(({ code }) => code)).toContain("sigma/not-an-event-search");
  });
});
