import { describe, expect, test } from "vitest";
import type { EvalExpression, SearchExpression, SearchValue } from "../../grammar/ast.js";
import type { Command } from "../../grammar/commands/index.js";
import { patternText } from "../../grammar/escapes.js";
import { parseSearch } from "../../grammar/parser.js";
import { text, withoutSpans } from "../support/without-spans.js";

function commandsOf(search: string): readonly Command[] {
  const { pipeline, diagnostics } = parseSearch(text(search));
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return pipeline?.commands ?? [];
}

function last<Kind extends Command["kind"]>(
  search: string,
  kind: Kind,
): Extract<Command, { readonly kind: Kind }> | undefined {
  return commandsOf(search).findLast(
    (command): command is Extract<Command, { readonly kind: Kind }> => command.kind === kind,
  );
}

/** A value as text, `<*>` for a wildcard. */
function shown({ pattern }: SearchValue): string {
  return pattern.map((part) => (part.kind === "any" ? "<*>" : part.text)).join("");
}

/** How an expression of the search language groups, in prefix form. */
function search(expression: SearchExpression | undefined): string {
  switch (expression?.kind) {
    case "search-and":
      return `and(${expression.operands.map(search).join(" ")})`;
    case "search-or":
      return `or(${expression.operands.map(search).join(" ")})`;
    case "search-not":
      return `not(${search(expression.operand)})`;
    case "search-comparison":
      return `${expression.field.name}${expression.operator}${shown(expression.value)}`;
    case "search-in":
      return `${expression.field.name} in ${expression.values.map(shown).join(",")}`;
    case "search-term":
      return `${expression.value.directive ?? "term"}:${shown(expression.value)}`;
    case "time-modifier":
      return `time:${expression.name}${expression.operator}${expression.value}`;
    case "search-subsearch":
      return "subsearch";
    case "search-returned":
      return `${expression.field.name}${expression.operator}subsearch`;
    case undefined:
      return "nothing";
  }
}

function evaluated(expression: EvalExpression | undefined): string {
  switch (expression?.kind) {
    case "eval-binary":
      return `(${evaluated(expression.left)} ${expression.operator} ${evaluated(expression.right)})`;
    case "eval-unary":
      return `${expression.operator}(${evaluated(expression.operand)})`;
    case "eval-in":
      return `${evaluated(expression.value)} in ${expression.options.map(evaluated).join(",")}`;
    case "eval-call":
      return `${expression.name}(${expression.arguments.map(evaluated).join(",")})`;
    case "eval-string":
      return `"${expression.value}"`;
    case "eval-number":
      return expression.text;
    case "eval-field":
      return expression.quoted ? `'${expression.name}'` : expression.name;
    case "eval-subsearch":
      return "subsearch";
    case undefined:
      return "nothing";
  }
}

describe("the search language", () => {
  test.each([
    // Precedence: NOT, then OR, then AND.
    ["a=1 OR b=2 c=3 OR d=4", "and(or(a=1 b=2) or(c=3 d=4))"],
    ["a=1 AND b=2 OR c=3", "and(a=1 or(b=2 c=3))"],
    ["NOT a=1 b=2", "and(not(a=1) b=2)"],
    ["NOT a=1 OR b=2", "or(not(a=1) b=2)"],
    ["a b AND c", "and(term:a term:b term:c)"],
    // Logical words count in capitals only.
    ["a or b and not c", "and(term:a term:or term:b term:and term:not term:c)"],
    // Escapes
    [String.raw`p="C:\\Windows\\*"`, String.raw`p=C:\Windows\<*>`],
    [String.raw`p="C:\Windows\*"`, String.raw`p=C:\Windows\<*>`],
    [String.raw`p="say \"hi\""`, 'p=say "hi"'],
    [String.raw`p="\\\\server\\share"`, String.raw`p=\\server\share`],
    [String.raw`p="a\|b \d \\d"`, String.raw`p=a|b \d \d`],
    [String.raw`p=C:\Windows\*.exe`, String.raw`p=C:\Windows\<*>.exe`],
    [String.raw`p=a\|b q=c\"d`, 'and(p=a|b q=c"d)'],
    [String.raw`(p="x\\") q`, String.raw`and(p=x\ term:q)`],
    [String.raw`p=\\ q`, String.raw`and(p=\ term:q)`],
    // Names
    ['"a b"=c', "a b=c"],
    ["tag::host=x a{}.b{}=1 k8s.io/x!=::1", "and(tag::host=x a{}.b{}=1 k8s.io/x!=::1)"],
    ["a = b c  !=  d", "and(a=b c!=d)"],
    ["src=10.0.0.0/8 n>=05", "and(src=10.0.0.0/8 n>=05)"],
    ["a=b!c d!", "and(a=b!c term:d!)"],
    ["don't x='y'", "and(term:don't x='y')"],
    // Lists
    ['a IN (b, "c d" 4*)', "a in b,c d,4<*>"],
    ['a in("b")', "a in b"],
    ["in (a)", "and(term:in term:a)"],
    ['NOT "x y" IN (a)', "not(x y in a)"],
    ["a=in (b)", "and(a=in term:b)"],
    // Directives and times
    ['TERM(a.b=c) x=CASE(Foo*) CASE("a b")', "and(term:a.b=c x=Foo<*> case:a b)"],
    ["TERM x", "and(term:TERM term:x)"],
    [
      "earliest=-1d@d latest=now() earliest>=5",
      "and(time:earliest=-1d@d time:latest=now() time:earliest>=5)",
    ],
    ['"earliest"=5', "earliest=5"],
    // Comments
    ["a```b```c", "and(term:a term:c)"],
    ['"a```b```c"', "term:a```b```c"],
    ["a=[search b | return $c] earliest=[search d]", "and(a=subsearch earliest=subsearch)"],
    ["a [search b] NOT[| inputlookup c]", "and(term:a subsearch not(subsearch))"],
    ["*", "term:<*>"],
    ['"AND" a="OR"', "and(term:AND a=OR)"],
  ])("%s", (written, expected) => {
    expect(search(last(written, "search")?.expression)).toBe(expected);
  });

  test("a pipe in quotes or behind a backslash splits nothing", () => {
    expect(commandsOf(String.raw`a="x | y" b\|c | head`)).toHaveLength(2);
  });

  test("only the head may leave out `search`", () => {
    expect(commandsOf("stats count")[0]).toMatchObject({ kind: "search", implied: true });
    expect(commandsOf("search stats")[0]).toMatchObject({ kind: "search", implied: false });
    expect(commandsOf("SEARCH [search a]")[0]).toMatchObject({ kind: "search", implied: false });
    expect(commandsOf("search")[0]).toMatchObject({ kind: "search", implied: false });
    expect(commandsOf("search!=5")[0]).toMatchObject({ kind: "search", implied: true });
    expect(commandsOf("| stats count")[0]).toMatchObject({ kind: "stats" });
  });

  test("the `where` of tstats and inputlookup is in the search language", () => {
    const tstats = last('| tstats count where a=1 OR b="x*" c IN (d) by a', "tstats");
    expect(search(tstats?.where)).toBe("and(or(a=1 b=x<*>) c in d)");
    expect(tstats?.by.map(({ field }) => field.name)).toEqual(["a"]);
    expect(search(last("| inputlookup t where a=1 by", "inputlookup")?.where)).toBe("and(a=1 term:by)");
    expect(search(last("| tstats count where by=1 groupby a", "tstats")?.where)).toBe("by=1");
  });
});

describe("the eval language", () => {
  test.each([
    // Precedence: NOT, AND, OR, XOR; comparisons bind tighter, then sums and joins, then products.
    ["a=1 OR b=2 AND c=3", "((a = 1) or ((b = 2) and (c = 3)))"],
    ["a XOR b OR c", "(a xor (b or c))"],
    ["NOT a=b AND c", "(not((a = b)) and c)"],
    ["!isnull(a)", "not(isnull(a))"],
    ["not a == b or c", "(not((a = b)) or c)"],
    ["a - b - c * d", "((a - b) - (c * d))"],
    ["a . b + c", "((a . b) + c)"],
    ["-a * b", "(-(a) * b)"],
    ["a = -1", "(a = -(1))"],
    ['a LIKE "x%" AND like(b, "y")', '((a like "x%") and like(b,"y"))'],
    ['a in("x", 2) OR in(a, 3)', '(a in "x",2 or in(a,3))'],
    ["a.b", "(a . b)"],
    ["'a.b'", "'a.b'"],
    ["x.5", "(x . 5)"],
    ["1.5 + .5 + 0x1F", "((1.5 + .5) + 0x1F)"],
    // Escapes
    [String.raw`"a\"b" . "c\\d" . "e\tf" . "\d\.\n"`, `((("a"b" . "c\\d") . "e\tf") . "\\d\\.\\n")`],
    [String.raw`"C:\\windows\temp"`, '"C:\\windows\temp"'],
    [String.raw`match(a, "\\\\x")`, String.raw`match(a,"\\x")`],
    ["IF(a>1, NULL(), True())", "if((a > 1),null(),true())"],
    ["a=[search b | return $c]", "(a = subsearch)"],
    ["true", "true"],
  ])("%s", (written, expected) => {
    expect(evaluated(last(`| where ${written}`, "where")?.expression)).toBe(expected);
  });

  test("targets of assignments", () => {
    const names = last(
      "| eval a=b=c, {d}=1, x_{d}=2, \"e f\"=3, 'g h'=4, low-user=5, i.j{}=6",
      "eval",
    )?.assignments.map(({ target, dynamic, value }) => [target.name, dynamic, evaluated(value)]);
    expect(names).toEqual([
      ["a", false, "(b = c)"],
      ["{d}", true, "1"],
      ["x_{d}", true, "2"],
      ["e f", false, "3"],
      ["g h", false, "4"],
      ["low-user", false, "5"],
      ["i.j{}", false, "6"],
    ]);
  });
});

describe("arguments", () => {
  test.each([
    [String.raw`| rex "a\"b\\\\c\d\\d\|e"`, String.raw`a"b\\c\d\d\|e`],
    [String.raw`| rex field=x "(?<n>[^|\]]+)"`, String.raw`(?<n>[^|\]]+)`],
    ["| rex mode=sed s/a/b/g", "s/a/b/g"],
  ])("%s", (written, expected) => {
    expect(last(written, "rex")?.pattern.value).toBe(expected);
  });

  test("names, blanks, commas and the case of words", () => {
    expect(
      last('| rename a.b{} AS c , "d e" as f g* As h*', "rename")?.renames.map(({ from, to }) => [
        from.name,
        patternText(to.pattern),
      ]),
    ).toEqual([
      ["a.b{}", "c"],
      ["d e", "f"],
      ["g*", "h*"],
    ]);
    expect(last("| bucket SPAN = 1h _time", "bin")?.bucket).toMatchObject({ amount: 1, unit: "hour" });
    expect(last("| bin span=5mon@mon t", "bin")?.bucket).toMatchObject({
      amount: 5,
      unit: "month",
      snap: "mon",
    });
  });

  test("signs of a sort", () => {
    const keys = last('| sort 0 - a b, +c, -"d e", -num(f)', "sort")?.keys;
    expect(keys?.map(({ field, descending, type }) => [field.name, descending, type])).toEqual([
      ["a", true, "auto"],
      ["b", true, "auto"],
      ["c", false, "auto"],
      ["d e", true, "auto"],
      ["f", true, "num"],
    ]);
  });

  test("aggregates", () => {
    expect(last('| stats c, p95(x), count(eval(a="b")) AS "n m" BY g', "stats")?.aggregates).toMatchObject([
      { function: "c", text: "c" },
      { function: "perc", parameter: 95, text: "p95(x)" },
      { function: "count", text: 'count(eval(a="b"))', alias: { name: "n m" } },
    ]);
  });

  test.each([
    ['extract pairdelim="|;", kvdelim="=:", auto=f', 'extract pairdelim="|;" kvdelim="=:" auto=f'],
    ["cluster t=0.80 showcount=no match=TERMLIST", "cluster"],
    ["convert auto", "convert auto(*)"],
    ["convert auto() none(x)", "convert auto(*) none(x)"],
    ["x11 count as flat", "x11 mult(count) as flat"],
    ["x11 12(count)", "x11 mult12(count)"],
    ['transaction fields="host,cookie" maxevents=-1', "transaction host cookie maxevents=-1"],
    ["transaction connected=f", "transaction connected=f unifyends=f"],
    // The other names of commands.
    ["kv", "extract"],
    ["bucket _time", "bin _time"],
    ["common x", "top x"],
    ["excerpt", "abstract"],
    ["maketable a b c", "xyseries a b c"],
    ["slc", "cluster"],
    ["stash index=s", "collect index=s"],
    ["transam x", "transaction x"],
  ])("`%s` is `%s`", (written, meant) => {
    expect(withoutSpans(commandsOf(`a | ${written}`))).toEqual(withoutSpans(commandsOf(`a | ${meant}`)));
  });

  test("a span behind the `where` of mstats is an option", () => {
    expect(last("| mstats avg(x) where index=m b=1 span=1m every=1h", "mstats")).toMatchObject({
      where: { operands: [{ field: { name: "index" } }, { field: { name: "b" } }] },
      time: { span: { amount: 1, unit: "minute" }, every: { amount: 1, unit: "hour" } },
    });
  });

  test("an option may be given again where it names one more of a kind", () => {
    expect(last("| metadata type=hosts index=a index=b*", "metadata")?.options.index).toEqual(["a", "b*"]);
  });

  test("which columns a chart keeps", () => {
    const chart = last("a | chart limit=bottom5 count over b by c where max notin top3", "chart");
    expect(chart).toMatchObject({
      limit: { order: "bottom", count: 5 },
      where: { function: "max", test: { kind: "rank", negated: true, order: "top", count: 3 } },
    });
    expect(last("a | timechart limit=7 count by b where sum > 2", "timechart")).toMatchObject({
      limit: { order: "top", count: 7 },
      where: { function: "sum", test: { kind: "compare", operator: ">", value: 2 } },
    });
  });

  test("a template is kept as text", () => {
    expect(last("| foreach a* [eval b='<<FIELD>>' . \"]\"]", "foreach")?.template.value).toBe(
      "eval b='<<FIELD>>' . \"]\"",
    );
  });

  test("a refused command keeps its text and its place", () => {
    const command = last('a | sendalert page "y | z" [w] | head', "opaque");
    expect(command).toMatchObject({ name: "sendalert", reason: "side-effect" });
    expect(command?.arguments).toMatchObject({ value: 'page "y | z" [w]', span: { start: 14, end: 30 } });
  });
});
