import { expect, it } from "vitest";
import { sigma } from "../../../src/backends/sigma/index.js";
import { compileSearch } from "../../support/compile-search.js";

const scored = (test: string) =>
  'process_name=a.exe | eval p=if(like(process,"%x%"),2,0), q=if(like(process,"%y%"),2,0), r=if(like(process,"%z%"),1,0) ' +
  `| addtotals fieldname=score p q r | where ${test} | table process`;

it.each([
  ["score>=4", "CommandLine|contains|cased|all:\n            - 'x'\n            - 'y'"],
  ["score>4", "CommandLine|contains|cased|all:\n            - 'x'\n            - 'y'\n            - 'z'"],
])(
  "a total of numbers that are chosen by tests is the choices that come to it: %s",
  async (test, selection) => {
    const compiled = await compileSearch(sigma, scored(test), { source: "cim.endpoint.processes" });
    expect(compiled.status === "compiled" ? compiled.query.text : compiled.reasons.join("\n")).toContain(
      selection,
    );
  },
);
