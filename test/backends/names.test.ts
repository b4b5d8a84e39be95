import fc from "fast-check";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { understand, type Compiler } from "../../src/compile.js";
import { targets } from "../../src/backends/index.js";
import { loadTargets } from "../../src/content/load-targets.js";
import type { LogSource } from "../../src/plan/log-source.js";
import { wholeText } from "../../src/source/source-text.js";
import type { TargetProfile } from "../../src/target/profile.js";
import { compileForTarget } from "../../src/target/compile-for-target.js";
import { KustoChecker } from "../conformance/engines/kusto.js";
import { detectionOf, emptyContent } from "../support/compile-search.js";

const { profiles } = await loadTargets();

/** What a catalog of one's own says of a log. */
interface OwnLog {
  readonly table: string;
  readonly column: string;
  readonly filtered: string;
}

const time: Readonly<Record<string, readonly [name: string, type: string]>> = {
  sentinel: ["TimeGenerated", "datetime"],
  elastic: ["@timestamp", "date"],
  cortex: ["_time", "timestamp"],
  sigma: ["TimeCreated", "string"],
};

const place = wholeText({ name: "own.yml", text: "" });

const source: LogSource = {
  id: "own.door",
  title: "doors",
  prefixes: [],
  fields: new Map([
    ["badge", { name: "badge", type: "text", multivalue: false, always: false }],
    ["_time", { name: "_time", type: "time", multivalue: false, always: true }],
  ]),
  openFields: [],
  derivations: new Map(),
};

function profileOf(id: string, { table, column, filtered }: OwnLog): TargetProfile {
  const profile = profiles.get(id);
  const [timeColumn = "", timeType = ""] = time[id] ?? [];
  if (profile === undefined) throw new Error(`there is no profile of ${id}`);
  const reference = (name: string, type: string) => ({ kind: "column", name, type, span: place }) as const;
  const text = id === "elastic" ? "keyword" : "string";
  const home = {
    id: "own",
    table,
    filter: {
      kind: "compare",
      operator: "=",
      left: reference(filtered, text),
      right: { kind: "literal", value: "open", span: place },
      mode: "text",
      caseSensitive: true,
      whenMissing: "false",
      span: place,
    },
    fields: new Map([
      ["badge", { kind: "bound", expression: reference(column, text), type: "text", multivalue: false }],
      [
        "_time",
        {
          kind: "bound",
          expression: reference(timeColumn, timeType),
          type: "time",
          multivalue: false,
          always: true,
        },
      ],
    ] as const),
    families: [],
    texts: new Map(),
    variants: [],
    connectors: [],
  } as const;
  return {
    ...profile,
    sources: new Map([[source.id, { source, homes: new Map([["own", home]]), defaultHome: "own" }]]),
  };
}

const compiler: Compiler = {
  content: emptyContent,
  catalog: { sources: new Map([[source.id, source]]), spellings: [], neutralTerms: [] },
  targets: [],
  defaultSource: source.id,
};

/** The query that a target makes of a search for one value, or why it makes none. */
function queryOf(
  id: string,
  search: string,
  own: OwnLog,
): { readonly query: string } | { readonly reasons: string } {
  const target = targets.find((each) => each.id === id);
  if (target === undefined) throw new Error(`there is no target ${id}`);
  const text = { name: "search", text: search };
  const outcome = compileForTarget(
    detectionOf(text),
    understand(text, compiler),
    {
      target,
      profile: profileOf(id, own),
      settings: { homes: new Map(), accept: new Set(), comments: false },
    },
    emptyContent,
  );
  return outcome.status === "compiled"
    ? { query: outcome.query.text }
    : {
        reasons: "diagnostics" in outcome ? outcome.diagnostics.map(({ message }) => message).join("\n") : "",
      };
}

const events = "badge=x";
const groups = "badge=x | stats count by badge | where count > 3";

/** A name as it has to be read in a language: the value of one identifier, or nothing where it is not one. */
type Reader = (written: string) => string | undefined;

function inBackticks(plain: RegExp, reserved: ReadonlySet<string>): Reader {
  return (written) => {
    const isPlain = written.split(".").every((part) => plain.test(part) && !reserved.has(part.toLowerCase()));
    if (isPlain) return written;
    return /^`(?:[^`]|``)+`$/u.test(written) ? written.slice(1, -1).replaceAll("``", "`") : undefined;
  };
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** https://github.com/elastic/elasticsearch, `EqlBase.g4` and `EsqlBaseLexer.g4`; found with the parsers. */
const eqlReader = inBackticks(
  /^[A-Za-z_@][A-Za-z0-9_]*$/u,
  words("and any by false in join like maxspan not null of or regex sample sequence true until where with"),
);
const esqlReader = inBackticks(
  /^[A-Za-z_@][A-Za-z0-9_]*$/u,
  words("and asc by desc false first in is last like not null nulls on or rlike true where with"),
);
/** What is between backticks is taken as it stands where it holds nothing that might be read in another way. */
const xqlReader: Reader = (written) =>
  /^[A-Za-z_][\w.]*$/u.test(written) ? written : /^`([^`"'\\|\p{Cc}]+)`$/u.exec(written)?.[1];

interface Language {
  readonly id: string;
  readonly search: string;
  /** The query with names in it that need nothing: three capitals stand for table, filtered column and column. */
  readonly query: RegExp;
  readonly read: Reader;
  readonly readTable: Reader;
}

const asItStands: Reader = (written) => (/^[\p{L}\p{N}_.*:+,-]+$/u.test(written) ? written : undefined);

const languages: readonly (readonly [string, Language])[] = [
  [
    "EQL",
    {
      id: "elastic",
      search: events,
      query: /^any where\s+(?<filtered>.+?) == "open" and (?<column>.+) : "x"$/su,
      read: eqlReader,
      readTable: asItStands,
    },
  ],
  [
    "ES|QL",
    {
      id: "elastic",
      search: groups,
      query:
        /^FROM (?<table>.+?)\n\| WHERE (?<filtered>.+?) == "open"\n\| WHERE TO_LOWER\((?<column>.+?)\) == "x"\n\| WHERE (?<present>.+) IS NOT NULL\n\| STATS Esql\.count = COUNT\(\*\) BY (?<by>.+)\n\| WHERE Esql\.count > 3\n\| KEEP (?<kept>.+), Esql\.count$/su,
      read: esqlReader,
      readTable: asItStands,
    },
  ],
  [
    "XQL",
    {
      id: "cortex",
      search: groups,
      query:
        /^config case_sensitive = false\n\| dataset = (?<table>.+?)\n\| filter timestamp_diff.+?\n\| filter (?<filtered>.+?) = "open"\n\| filter (?<column>.+?) = "x"\n\| filter (?<present>.+) != null\n\| comp count\(\) as count_value by (?<by>.+)\n\| filter count_value > 3\n\| fields (?<kept>.+), count_value$/su,
      read: xqlReader,
      readTable: (written) => (/^\w+$/u.test(written) ? written : undefined),
    },
  ],
] as const;

const characters = fc.constantFrom(..."\"'`\\\n\r\t|/*# .,;:=?$%@{}[]()<>+-~&!^aZ0_é\u2028\u0000");
const name = fc.oneof(
  fc.string({ unit: characters, minLength: 1, maxLength: 6 }),
  fc.constantFrom(
    "where",
    "NULL",
    "by",
    "a.where",
    "sample",
    "//",
    "/*",
    "*/",
    "| x",
    "{0}",
    "{*}",
    "$x$",
    "count",
    "filter",
    "a|contains",
    "?a",
  ),
);
const refusal = /cannot be written as the name of a (?:table|column)/u;

function refused(reasons: string): void {
  expect(reasons).toMatch(refusal);
}

/** Names that every target can write. */
const plain: OwnLog = { table: "doors", column: "badge_s", filtered: "state_s" };

describe.each(languages)("%s", (_, { id, search, query, read, readTable }) => {
  it("has a name of the catalog as one identifier with that value, or refuses it", () => {
    let compiled = 0;
    fc.assert(
      fc.property(name, name, (column, filtered) => {
        fc.pre(column !== filtered);
        const found = queryOf(id, search, { ...plain, column, filtered });
        if ("reasons" in found) return refused(found.reasons);
        compiled++;
        const { filtered: first = "", ...others } = query.exec(found.query)?.groups ?? {};
        expect(read(first), found.query).toBe(filtered);
        for (const [key, written] of Object.entries(others))
          if (key !== "table") expect(read(written), found.query).toBe(column);
      }),
    );
    expect(compiled).toBeGreaterThan(10);
  });

  it("reads one table, or refuses it", () => {
    fc.assert(
      fc.property(name, (table) => {
        const found = queryOf(id, search, { ...plain, table });
        if ("reasons" in found) return refused(found.reasons);
        const written = query.exec(found.query)?.groups?.["table"];
        if (written !== undefined) expect(readTable(written)).toBe(table);
      }),
    );
    expect(queryOf(id, search, plain)).toHaveProperty("query");
  });
});

describe("KQL", () => {
  it("has a name of the catalog as one identifier with that value, or refuses it", () => {
    let compiled = 0;
    fc.assert(
      fc.property(name, name, fc.oneof(name, fc.constant("Doors_CL")), (column, filtered, table) => {
        fc.pre(column !== filtered);
        const found = queryOf("sentinel", groups, { table, column, filtered });
        if ("reasons" in found) return refused(found.reasons);
        compiled++;
        const columns = { TimeGenerated: "datetime", [column]: "string", [filtered]: "string" };
        expect(new KustoChecker({ [table]: columns }).check(found.query), found.query).toEqual([]);
      }),
    );
    expect(compiled).toBeGreaterThan(10);
  });
});

describe("Sigma", () => {
  it("has a name of the catalog as the field of an item, or refuses it", () => {
    let compiled = 0;
    fc.assert(
      fc.property(name, name, (column, filtered) => {
        fc.pre(column !== filtered);
        const found = queryOf("sigma", events, { table: "category=door", column, filtered });
        if ("reasons" in found) return refused(found.reasons);
        compiled++;
        expect(load(found.query)).toEqual({
          logsource: { category: "door" },
          detection: { selection: { [`${filtered}|cased`]: "open", [column]: "x" }, condition: "selection" },
        });
      }),
    );
    expect(compiled).toBeGreaterThan(10);
  });

  it("reads one log source, or refuses it", () => {
    fc.assert(
      fc.property(name, name, (category, product) => {
        const table = `category=${category},product=${product}`;
        const found = queryOf("sigma", events, { ...plain, table });
        if ("reasons" in found) return refused(found.reasons);
        expect(load(found.query)).toHaveProperty("logsource", { category, product });
      }),
    );
  });
});
