import { describe, expect, test } from "vitest";
import { parseBindingExpression } from "../../src/target/binding-expression.js";

/** Why the notation does not read a text, or nothing where it does. */
function problemOf(text: string): string | undefined {
  const parsed = parseBindingExpression(text);
  return parsed.kind === "invalid" ? parsed.reason : undefined;
}

describe("a choice", () => {
  test("is a table of one value", () => {
    expect(parseBindingExpression("if(IsServer:boolean = true, RemoteIP, lower(LocalIP))")).toEqual({
      kind: "parsed",
      node: {
        kind: "map",
        from: { kind: "name", name: "IsServer", type: "boolean" },
        values: [{ value: "true", then: { kind: "name", name: "RemoteIP" } }],
        otherwise: { kind: "call", function: "lower", arguments: [{ kind: "name", name: "LocalIP" }] },
      },
    });
  });

  test.each([
    ["a text", 'if(ActionType = "Inbound", RemoteIP, LocalIP)', "Inbound"],
    ["a number", "if(Code:int = 3, RemoteIP, LocalIP)", "3"],
  ])("is made by %s", (_, text, value) => {
    const parsed = parseBindingExpression(text);
    expect(parsed).toMatchObject({ node: { kind: "map", values: [{ value }] } });
  });

  test("may stand within another expression", () => {
    expect(problemOf("coalesce(Name, if(A = 1, B, if(C = 2, D, E)))")).toBeUndefined();
  });

  test.each([
    "if(IsServer:boolean, RemoteIP, LocalIP)",
    "if(IsServer = Other, RemoteIP, LocalIP)",
    "if(IsServer = true, RemoteIP)",
    "if(IsServer = true)",
  ])("%s says too little", (text) => {
    expect(problemOf(text)).toBe(
      "`if` takes a column, `=` and a value, and what stands for it then and otherwise",
    );
  });

  test("has to be closed", () => {
    expect(problemOf("if(A = 1, B, C")).toBe("a bracket of `if(` is not closed");
  });

  test("has the only place of the sign", () => {
    expect(problemOf("A = 1")).toBe("there is more text after the expression");
  });
});
