import { describe, expect, test } from "vitest";
import { parseSearch } from "../../grammar/parser.js";
import type { Macro } from "../../src/content/model.js";
import { expandMacros } from "../../src/source/expand-macros.js";
import { locate } from "../../src/source/locate.js";
import { text } from "../support/without-spans.js";

type Definition = readonly [signature: string, definition: string, extras?: Partial<Macro>];

function macrosOf(...definitions: readonly Definition[]): Map<string, Macro[]> {
  const macros = new Map<string, Macro[]>();
  for (const [signature, definition, extras] of definitions) {
    const [, name = "", names = ""] = /^([^(]*)(?:\((.*)\))?$/.exec(signature) ?? [];
    const macro: Macro = {
      name,
      arguments: names === "" ? [] : names.split(","),
      definition: text(definition, `macros/${name}.yml`),
      description: "",
      isEval: false,
      ...extras,
    };
    macros.set(name, [...(macros.get(name) ?? []), macro]);
  }
  return macros;
}

const macros = macrosOf(
  ["sysmon", "source=sysmon OR sourcetype=sysmon"],
  ["half", 'user="a" OR'],
  ["ctime(field)", 'convert timeformat="%H" ctime($field$)'],
  ["pick(a)", "one=$a$"],
  ["pick(a,b)", "one=$a$ two=$b$"],
  ["outer(x)", "before `pick($x$)` after"],
  ["quotes(x)", 'msg="say $x$!"'],
  ["loop", "a `loop2`"],
  ["loop2", "`loop` b"],
  ["computed(n)", '"limit=" . if($n$ > 5, "many", "few")', { isEval: true }],
  ["unknowable", "strftime(now(), 5)", { isEval: true }],
  ["checked(n)", "n=$n$", { validation: "isnum($n$)", errorMessage: "a number is needed" }],
  ["told(n)", "n=$n$", { validation: 'validate($n$ > 0, "n is not positive")' }],
  ["dated(n)", "n=$n$", { validation: "now() > $n$" }],
  ["tail", "search x | head 5"],
  ["my_filter", "search NOT user=root"],
);

function expand(search: string): { text: string; codes: string[]; first: string } {
  const { source, diagnostics } = expandMacros(text(search), macros);
  const [first] = diagnostics;
  return {
    text: source.text,
    codes: diagnostics.map(({ code }) => code),
    first: `${first?.message ?? ""} ${first?.help ?? ""}`,
  };
}

describe("a call is replaced by its definition", () => {
  test.each([
    ["no macro at all", "no macro at all"],
    ["`sysmon` EventID=1", "source=sysmon OR sourcetype=sysmon EventID=1"],
    ["`half` user=b", 'user="a" OR user=b'],
    ["x | `ctime(firstTime)` | head", 'x | convert timeformat="%H" ctime(firstTime) | head'],
    ["`pick(1)` `pick(1, 2)`", "one=1 one=1 two=2"],
    ['`pick("a, b", " c ")`', "one=a, b two= c "],
    ['`pick("say \\"hi\\"", f(1, 2))`', 'one=say \\"hi\\" two=f(1, 2)'],
    ["`outer(7)`", "before one=7 after"],
    ["`quotes(hello)`", 'msg="say hello!"'],
    ["`pick(b=2, a=1)`", "one=1 two=2"],
    ['`pick(b="2, 3", a=1)`', "one=1 two=2, 3"],
    ["`pick(c=2)`", "one=c=2"],
    ["`computed(9)` `computed(1)`", "limit=many limit=few"],
    ["`checked(5)` `told(3)`", "n=5 n=3"],
    ["a | `tail`", "a | search x | head 5"],
    ["a | rename x as y | `drop_dm_object_name(Processes)`", "a | rename x as y | rename Processes.* as *"],
    ['a | `drop_dm_object_name("All_Traffic")`', "a | rename All_Traffic.* as *"],
    ["a | `some_rule_filter`", "a | search *"],
    ["a | `my_filter`", "a | search NOT user=root"],
  ])("%s", (search, expected) => {
    expect(expand(search)).toMatchObject({ text: expected, codes: [] });
  });
});

describe("a backtick that calls nothing stays", () => {
  test.each([
    ['a="`sysmon` c" b'],
    ['a="say \\"`sysmon`\\"" b'],
    ["a ```the `sysmon` macro``` b"],
    ["a ``` not closed `sysmon`"],
  ])("%s", (search) => {
    expect(expand(search)).toMatchObject({ text: search, codes: [] });
  });
});

describe("a quoted text that is a call stays, and is warned of", () => {
  test.each([
    ['x > "`sysmon`"', ["macro/quoted"]],
    ['x > "` ctime(y) `"', ["macro/quoted"]],
    ['x > "`nothing`"', []],
    ['x > "say `sysmon`"', []],
    ['x > "`sysmon`', []],
  ])("%s", (search, codes) => {
    const found = expandMacros(text(search), macros);
    expect(found.source.text).toBe(search);
    expect(found.diagnostics.map(({ code }) => code)).toEqual(codes);
    expect(found.diagnostics.every(({ severity }) => severity === "warning")).toBe(true);
  });
});

describe("a wrong call is reported", () => {
  test.each([
    ["`symon`", "macro/unknown", "did you mean `sysmon`?"],
    ["`nothing_like_it`", "macro/unknown", "define it in `macros/`"],
    ["`pick`", "macro/wrong-arity", "with 0 arguments, but defined for 1 or 2"],
    ["`pick(1,2,3)`", "macro/wrong-arity", "with 3 arguments"],
    ["`drop_dm_object_name`", "macro/wrong-arity", "defined for 1"],
    ["`pick(a=1, 2)`", "macro/unknown-argument", "`2`"],
    ["`pick(a=1, c=2)`", "macro/unknown-argument", "`c`"],
    ["`loop`", "macro/recursive", "calls itself"],
    ["a `sysmon b", "macro/unclosed", "not closed"],
    ["a `| head`", "macro/not-a-call", "is not a call"],
    ["`unknowable`", "macro/not-constant", "the definition"],
    ["`checked(x)`", "macro/not-constant", "the validation"],
    ['`checked("\\"x\\"")`', "macro/not-constant", "the validation"],
    ["`dated(1)`", "macro/not-constant", "the validation"],
    ["`told(-1)`", "macro/invalid", "n is not positive"],
    ["`get_asset(src)`", "macro/defined-elsewhere", "another Splunk app"],
  ])("%s", (search, code, words) => {
    const found = expand(search);
    expect(found.codes).toEqual([code]);
    expect(found.first).toContain(words);
  });

  test("a failed Boolean validation gives its message", () => {
    const rejecting = macrosOf(["m(n)", "$n$", { validation: "$n$ > 0", errorMessage: "too small" }]);
    const { diagnostics } = expandMacros(text("`m(0)`"), rejecting);
    expect(diagnostics.map(({ message }) => message)).toEqual(["the macro `m`: too small"]);
  });

  test("every wrong call of a search is reported", () => {
    expect(expand("`symon` `pick` x").codes).toEqual(["macro/unknown", "macro/wrong-arity"]);
  });
});

describe("what a wrong call leaves says nothing, and the rest is judged", () => {
  test.each([
    ["`symon` a=1", []],
    ["a=`symon` | where `symon`(b) = | stats sum(`symon` by c | `symon`", []],
    ["NOT (`symon`) | statz c", ["parse/unknown-command"]],
    ["`symon` [search `symon` x= | statz b] | whre c", ["parse/unknown-command", "parse/unknown-command"]],
    ["a | eval b=strlne(c), d=`symon` | where e=", ["parse/unexpected"]],
  ])("%s", (search, codes) => {
    const { source } = expandMacros(text(search), macros);
    const { diagnostics, pipeline } = parseSearch(source, { unknownMacros: true });
    expect(diagnostics.map(({ code }) => code)).toEqual(codes);
    expect(pipeline === undefined || codes.length === 0).toBe(true);
  });
});

describe("growth has an end", () => {
  test("in depth", () => {
    const chain = macrosOf(
      ...Array.from({ length: 60 }, (_, at): Definition => [`m${at}`, `\`m${at + 1}\``]),
      ["m60", "x"],
    );
    expect(expandMacros(text("`m0`"), chain).diagnostics.map(({ code }) => code)).toEqual(["macro/too-deep"]);
  });

  test("in calls that leave nothing", () => {
    const doubling = macrosOf(
      ...Array.from({ length: 25 }, (_, at): Definition => [`m${at}`, `\`m${at + 1}\`\`m${at + 1}\``]),
      ["m25", ""],
    );
    expect(expandMacros(text("`m0`"), doubling).diagnostics.map(({ code }) => code)).toEqual([
      "macro/too-many",
    ]);
  });

  test("in characters", () => {
    const growing = macrosOf(
      ...Array.from({ length: 25 }, (_, at): Definition => [`m${at}(x)`, `\`m${at + 1}($x$$x$)\``]),
      ["m25(x)", "$x$"],
    );
    const { diagnostics, source } = expandMacros(text("`m0(abcdefgh)`"), growing);
    expect(diagnostics.map(({ code }) => code)).toEqual(["macro/too-large"]);
    expect(source.text.length).toBeLessThan(2_000_000);
  });
});

describe("a place inside an expansion leads back", () => {
  const search = "index=x\n| `outer(user)` | statz";

  function placeOf(part: string) {
    const { source } = expandMacros(text(search, "detections/d.yml"), macros);
    const start = source.text.indexOf(part);
    const { file, start: from, end: to, through } = locate({ source, start, end: start + part.length });
    const behind = through.map(({ macro, location }) => [
      macro,
      location.file.name,
      location.file.text.slice(location.start.offset, location.end.offset),
    ]);
    return { file: file.name, text: file.text.slice(from.offset, to.offset), line: from.line, behind };
  }

  test("text of the search keeps its place", () => {
    expect(placeOf("statz")).toEqual({ file: "detections/d.yml", text: "statz", line: 2, behind: [] });
  });

  test("text of a definition leads to the call, with the definition behind it", () => {
    expect(placeOf("before")).toEqual({
      file: "detections/d.yml",
      text: "`outer(user)`",
      line: 2,
      behind: [["outer", "macros/outer.yml", "before"]],
    });
  });

  test("text of a nested definition leads through both", () => {
    const { behind, ...place } = placeOf("one=");
    expect(place).toEqual({ file: "detections/d.yml", text: "`outer(user)`", line: 2 });
    expect(behind.map(([macro, file]) => [macro, file])).toEqual([
      ["outer", "macros/outer.yml"],
      ["pick", "macros/pick.yml"],
    ]);
  });

  test("text of an argument keeps its place through nested calls", () => {
    expect(placeOf("user")).toEqual({ file: "detections/d.yml", text: "user", line: 2, behind: [] });
  });

  test("an error in a definition is reported at the call", () => {
    const broken = macrosOf(["broken(x)", "stats coutn by $x$"]);
    const { source } = expandMacros(text("a | `broken(user)`", "d.yml"), broken);
    const [found] = parseSearch(source).diagnostics;
    expect(found?.code).toBe("parse/unknown-aggregate");
    const location = found && locate(found.span);
    expect(location?.start).toMatchObject({ line: 1, column: 5 });
    expect(location?.through[0]?.macro).toBe("broken");
  });

  test("the default of a filter leads to its call", () => {
    const { source } = expandMacros(text("a | `x_filter`"), new Map());
    const at = locate({ source, start: 4, end: 12 });
    expect([at.start.offset, at.end.offset, at.through]).toEqual([4, 14, []]);
  });
});
