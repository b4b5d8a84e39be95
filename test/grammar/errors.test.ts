import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseSearch } from "../../grammar/parser.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { text } from "../support/without-spans.js";

/** A search with `<|` and `|>` around each place that is reported, the codes, and words of the first message or help. */
type Case = [search: string, codes: string[], words?: string];

const cases: Case[] = [
  ["<||>", ["parse/empty-search"]],
  ["<||>``` nothing ```", ["parse/empty-search"]],
  ["a <|```|> b", ["parse/unclosed-comment"]],
  ["<|||>", ["parse/empty-command"]],
  ["a <|||>", ["parse/empty-command"]],
  ["a |<|||> stats count", ["parse/empty-command"]],
  ["a | <|statz|> count", ["parse/unknown-command"], "did you mean `stats`?"],
  ["a | <|stast|> count", ["parse/unknown-command"], "did you mean `stats`?"],
  ["a | <|stats2x|> b | <|whre|> c", ["parse/unknown-command", "parse/unknown-command"]],
  ["a [<|b|>=1]", ["parse/implied-search"], "only the head of a whole search"],
  ['a [<|"b"|>]', ["parse/implied-search"]],
  ["a <|[|>search b", ["parse/unclosed-bracket"], "`[` is not closed"],
  ["a <|]|> | stats count", ["parse/unmatched-bracket"]],
  ["a <|]|> | <|xyz|>", ["parse/unmatched-bracket", "parse/unknown-command"]],
  ["a [search b | <|statz|> c] | <|statz|> d", ["parse/unknown-command", "parse/unknown-command"]],
  // The search language
  ["(a=1<||>", ["parse/unexpected"], "found the end of the search where `)` is expected"],
  ["(a=1<||> | stats count", ["parse/unexpected"], "found the end of the command where `)`"],
  ["a [search (b<||>]", ["parse/unexpected"], "the end of the subsearch"],
  ["(a=1 OR b=2 <|c|>=3<||> | head", ["parse/unexpected", "parse/missing-bracket"]],
  ["a=1<|)|>", ["parse/unexpected"], "a search term, `AND` or `OR`"],
  ["a=<||> | head", ["parse/unexpected"], "a value is expected"],
  ["a=1 OR<||>", ["parse/unexpected"], "a search term is expected"],
  ["<|OR|> a=1", ["parse/unexpected"], "found `OR` where a search term"],
  ["a=1 AND <|OR|> b", ["parse/unexpected"]],
  ["NOT<||>", ["parse/unexpected"]],
  ["()", ["parse/unexpected"]],
  ["a=1 <|,|> b", ["parse/unexpected"]],
  ["a <|==|> b", ["parse/double-equals"], "`==` belongs to `where` and `eval`"],
  ["a=b<|=|>c", ["parse/unexpected"]],
  ["'a <|b'|>=c", ["parse/single-quoted-field"]],
  ["a <|`|>b<|`|>", ["parse/macro-call", "parse/macro-call"]],
  ["a | where <|`b`|> > 1", ["parse/macro-call"]],
  ["a | table <|`|>b`", ["parse/unexpected"]],
  ["a | timechart limit=<|all|> count by b", ["parse/option-value"], "`top`"],
  ["a IN (<|)|>", ["parse/unexpected"], "a value is expected"],
  ["a IN (b, c<||>", ["parse/unexpected"]],
  ["a IN (b,<|,|> c<|,|>)", ["parse/stray-comma", "parse/stray-comma"]],
  ['a=<|"|>b', ["parse/unclosed-quote"]],
  ['a | table <|"|>b | head | table " c <|"|>d', ["parse/missing-quote", "parse/unclosed-quote"]],
  ['a="b | head | where c="d"', ["parse/missing-blank", "parse/unclosed-quote"]],
  ['a=<|"b"c|> d', ["parse/missing-blank"]],
  ['a | eval b=<|"c"d|>', ["parse/missing-blank"]],
  ['a | rex <|"b"c|>', ["parse/missing-blank"]],
  ['a | table <|b|>"c"', ["parse/missing-blank"]],
  ['a="b"<|OR|> c="d"<|e|>=f', ["parse/no-blank", "parse/no-blank"]],
  ["TERM<|(|>a b", ["parse/unclosed-bracket"]],
  ["a NOT NOT NOT NOT <|NOT|> b", ["parse/too-deep"]],
  // The eval language
  ["a | eval b=<||>", ["parse/unexpected"], "found the end of the search where an expression"],
  ["a | eval <|b|>", ["parse/unexpected"], "a field and `=`"],
  ["a | eval b=1,<||>", ["parse/unexpected"]],
  ["a | where <|=|> 1", ["parse/unexpected"]],
  ["a | where b=1 <|c|>=2", ["parse/unexpected"], "an operator is expected"],
  ["a | where (b=1<||>", ["parse/unexpected"], "`)` is expected"],
  ["a | where b=1<|)|>", ["parse/unexpected"]],
  ["a | eval b=if c > 1, 2)", ["parse/unexpected", "parse/unmatched-bracket", "parse/missing-bracket"]],
  ["a | where b=c<|=|>d", ["parse/comparison-chain"]],
  ["a | where <|b=c|> in (1)", ["parse/comparison-chain"]],
  ["a | where b=1 <|9|>=2 OR <|9th|>=3", ["parse/unexpected"], "an operator is expected"],
  ["a | where <|9th|> = 1", ["parse/unexpected"], "single quotes"],
  ["a | where b<|{}.c|> = 1", ["parse/unexpected"], "single quotes"],
  ["a | where b = <|'|>c", ["parse/unclosed-quote"]],
  ["a | where <|strlne|>(b) > 1", ["parse/unknown-function"]],
  ["a | where <|isnul|>(b)", ["parse/unknown-function"], "did you mean `isnull`?"],
  ["a | where if(b,c<||>", ["parse/unexpected"]],
  // Arguments
  ["a | stats<||>", ["parse/unexpected"], "an aggregate such as `count`"],
  ["a | stats <|coutn|> by b", ["parse/unknown-aggregate"], "did you mean `count`?"],
  ["a | stats count by<||>", ["parse/unexpected"], "a field is expected"],
  ["a | stats count <|(|>b)", ["parse/unexpected"]],
  ["a | stats dc(b<||>", ["parse/unexpected"], "`)` is expected"],
  ["a | stats count(eval(b=1)<||>", ["parse/unexpected"]],
  ["a | stats count(eval<|(|>b=1", ["parse/unclosed-bracket"]],
  ["a | stats count as<||>", ["parse/unexpected"], "a name for the result"],
  ["a | dedup user <|keepempt|>=t", ["parse/unknown-option"], "did you mean `keepempty`?"],
  ["a | dedup user keepempty=t <|keepempty|>=f", ["parse/duplicate-option"]],
  ["a | dedup user keepempty=<|maybe|>", ["parse/option-value"], "takes `true` or `false`, found `maybe`"],
  ['a | rex max_match=<|x|> "a"', ["parse/option-value"], "takes a number"],
  ["a | rex field=b<||>", ["parse/unexpected"], "a regular expression in quotes"],
  ["a | bin span=<|5parsecs|> _time", ["parse/option-value"], "a span such as"],
  ["a | bin span<|=|><||> | head", ["parse/option-value", "parse/unexpected"], "found nothing"],
  ["a | rename b<||>", ["parse/unexpected"], "`AS` is expected"],
  ["a | rename b.* as <|c|>", ["parse/wildcard-count"]],
  ["a | join type=<|outr|> b [search c]", ["parse/option-value"], "did you mean `outer`?"],
  ["a | join b<||>", ["parse/unexpected"], "a subsearch in brackets"],
  ["a | join left=L b [search c]<||>", ["parse/missing-argument"]],
  ["a | lookup<||>", ["parse/unexpected"], "a lookup is expected"],
  ["a | lookup t b OUTPUT<||>", ["parse/unexpected"]],
  ["a | table b,<|,|>c<|,|>", ["parse/stray-comma", "parse/stray-comma"]],
  ["a | fields<||>", ["parse/unexpected"]],
  ["a | sort", ["parse/unexpected"]],
  ["a | convert <|ctme|>(b)", ["parse/unexpected"], "did you mean `ctime`?"],
  ["a | head <|x|>", ["parse/unexpected"]],
  ['a | makemv delim="," tokenizer=<|"(a)"|> b', ["parse/conflicting-arguments"]],
  ['a | format "(" "("<||>', ["parse/missing-argument"]],
  ["| from <|datamodl|> x", ["parse/unexpected"], "did you mean `datamodel`?"],
  ["| tstats count from datamodel=M where (a=1<||> by b", ["parse/unexpected"]],
  ["| tstats count frm datamodel=M", ["parse/unknown-aggregate"]],
  ["| multisearch [search a]<||>", ["parse/missing-argument"]],
  ["a | reverse <|x|>", ["parse/unexpected"]],
  ["a | foreach * [eval b=", ["parse/unclosed-bracket"]],
  ["a | foreach * [evl <<FIELD>>=1 | where ('<<FIELD>>'>1]", ["parse/unknown-command", "parse/unexpected"]],
  ['a | where abs(now(), -24h@h")', ["parse/unexpected", "parse/unclosed-quote"]],
  ['a | eval b=case(like(<|lower|>), "x"), <|1|>, c, 2<|)|>', ["parse/missing-bracket"]],
  ["| tstats count where index=a <|span|>=1d", ["parse/unknown-option"], "`tstats` has no option `span`"],
  ["a | transaction b mvlist=<|c|>,d", ["parse/option-value"], "several in quotes"],
  ["a | file <|[|>b | head", ["parse/unclosed-bracket"]],
  ["a | prjob b", ["parse/unexpected"]],
  // Readings that no page of the documentation states
  ["a | stats dc(<|'b|> c')", ["parse/single-quoted-name"], "in double quotes"],
  ["a | stats count by <|'b|> c'", ["parse/single-quoted-name"]],
  ["a | table b, <|'c'|>", ["parse/single-quoted-name"]],
  ['| from datamodel:<|"E".|>"P"', ["parse/missing-blank"], "the whole value is quoted"],
  ['| tstats count from datamodel=<|"E".|>"P"', ["parse/missing-blank"]],
  ["a | where b > 5.<||>", ["parse/unexpected"], "an expression is expected"],
  ["a | eval b = 5. <|,|> c=1", ["parse/unexpected"]],
  ["a | eval b = <|1_000|>", ["parse/unexpected"]],
  ["a | search <|OR|> b=1 OR c=2", ["parse/unexpected"], "found `OR` where a search term is expected"],
  ["a | search (<|OR|> b=1)", ["parse/unexpected"]],
  // Several errors of one search
  [
    "a=<||> | <|statz|> c | dedup b <|keepempt|>=t | where (c<||> | head",
    ["parse/unexpected", "parse/unknown-command", "parse/unknown-option", "parse/unexpected"],
  ],
  ["a | eval x=<|foo|>(1), y=<|bar|>(2)", ["parse/unknown-function", "parse/unknown-function"]],
];

describe("what is wrong is reported where it is", () => {
  test.each(cases)("%s", (marked, codes, words) => {
    const { search, places } = unmark(marked);
    const { diagnostics } = parseSearch(text(search));
    expect(diagnostics.map(({ code }) => code)).toEqual(expect.arrayContaining([...codes]));
    expect(diagnostics.length).toBeGreaterThanOrEqual(codes.length);
    if (places.length > 0) expect(placesOf(diagnostics)).toEqual(places);
    const [first] = diagnostics;
    if (words !== undefined) expect(`${first?.message ?? ""}; ${first?.help ?? ""}`).toContain(words);
  });
});

interface SeveralFaults {
  readonly marked: string;
  readonly told: readonly string[];
}

/** A search with its marks, and below it, deeper, what is said of each place. */
function readSeveralFaults(): readonly SeveralFaults[] {
  const cases: SeveralFaults[] = [];
  for (const line of readFileSync(new URL("several-faults.txt", import.meta.url), "utf8").split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const last = line.startsWith("    ") ? cases.pop() : undefined;
    cases.push(
      last === undefined ? { marked: line, told: [] } : { ...last, told: [...last.told, line.trim()] },
    );
  }
  return cases;
}

describe("every fault of a search is reported", () => {
  test.each(readSeveralFaults())("$marked", ({ marked, told }) => {
    const { search, places } = unmark(marked);
    const errors = parseSearch(text(search))
      .diagnostics.filter(({ severity }) => severity === "error")
      .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
    expect(placesOf(errors)).toEqual(places);
    expect(errors.map(({ message, help }) => [message, help].filter(Boolean).join("; "))).toEqual(told);
  });
});

test("a search with an error has no tree", () => {
  expect(parseSearch(text("a | statz b")).pipeline).toBeUndefined();
});

test("a warning or a remark leaves the tree", () => {
  expect(parseSearch(text("a | table b,,c | head")).pipeline?.commands).toHaveLength(3);
});

function placesOf(diagnostics: readonly Diagnostic[]): (readonly [number, number])[] {
  return diagnostics
    .map(({ span }) => [span.start, span.end] as const)
    .sort(([first], [second]) => first - second);
}

/** Takes the marks out; gives the places they stood around. */
function unmark(marked: string): { search: string; places: [number, number][] } {
  const places: [number, number][] = [];
  let search = "";
  let from = 0;
  for (const match of marked.matchAll(/<\|([^]*?)\|>/g)) {
    search += marked.slice(from, match.index);
    places.push([search.length, search.length + (match[1] ?? "").length]);
    search += match[1] ?? "";
    from = match.index + match[0].length;
  }
  return { search: search + marked.slice(from), places };
}
