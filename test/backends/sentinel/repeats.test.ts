import { describe, expect, it } from "vitest";
import { print } from "../../../src/backends/sentinel/print.js";
import { withoutRepeats } from "../../../src/backends/sentinel/transform/repeats.js";
import type { KqlStage } from "../../../src/backends/sentinel/tree.js";
import {
  call,
  name,
  number,
  operation,
  text,
  type Expression,
} from "../../../src/backends/shared/expression.js";

const long = call("replace_regex", name("CommandLine"), text("a rather long pattern"), text("x"));
const longer = call("tostring", call("strlen", long));

function extend(...columns: readonly (readonly [string, Expression])[]): KqlStage {
  return { kind: "extend", columns: columns.map(([column, expression]) => ({ name: column, expression })) };
}

function written(...stages: readonly KqlStage[]): readonly string[] {
  const body = { source: { kind: "table", name: "T" }, stages } as const;
  return print(withoutRepeats({ lets: [], body, form: "scheduled", lookbackSeconds: 3600 })).split("\n");
}

const keptColumns: KqlStage = { kind: "project", columns: [{ name: "a", expression: name("a") }] };

describe("what a stage says again and again", () => {
  it("is a column before it, which goes where no later stage chooses the columns", () => {
    expect(written(extend(["a", call("strcat", long, long, long)]))).toEqual([
      "T",
      '| extend CommandLine_value = replace_regex(CommandLine, "a rather long pattern", "x")',
      "| extend a = strcat(CommandLine_value, CommandLine_value, CommandLine_value)",
      "| project-away CommandLine_value",
    ]);
  });

  it("comes before what consists of it", () => {
    expect(written(extend(["a", call("strcat", longer, longer, longer, long, long)]), keptColumns)).toEqual([
      "T",
      '| extend CommandLine_value_2 = replace_regex(CommandLine, "a rather long pattern", "x")',
      "| extend CommandLine_value = tostring(strlen(CommandLine_value_2))",
      "| extend a = strcat(CommandLine_value, CommandLine_value, CommandLine_value, CommandLine_value_2, CommandLine_value_2)",
      "| project a",
    ]);
  });

  it("has a name that nothing else has", () => {
    const [, first] = written(
      extend(["a", call("strcat", long, long, long)], ["CommandLine_value", number(1)]),
    );
    expect(first).toContain("| extend CommandLine_value_2 = ");
  });

  it.each([
    ["it is said once", call("strcat", long, name("b"))],
    ["it is short", call("strcat", ...Array.from({ length: 9 }, () => operation("+", name("b"), number(1))))],
  ])("stays where %s", (_, expression) => {
    expect(written(extend(["a", expression]))).toHaveLength(2);
  });
});
