import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadProject } from "../../../src/cli/project.js";
import type { Compiler } from "../../../src/compile.js";

/** Names that mean something in one of the languages that a column or field is written in. */
export const hostileNames: readonly string[] = [
  'a"b',
  "it's",
  "a\\b",
  "a | where true",
  "a // b",
  "a /* b */",
  "a b",
  "a-b",
  "a.b c",
  "a]['b",
  "[a]",
  "a{}",
  "a;b",
  "a=b",
  "a,b",
  "(a)",
  "$a$",
  "{{a}}",
  "%a",
  "#a",
  "1a",
  "a`b",
  "a|contains",
  "?a",
  "\u00fcml\u00e4ut",
  "\u{1f600}",
  "where",
  "by",
  "null",
  "true",
  "from",
  "last",
  "count",
  "let",
];

/** A text that the table's filter asks for: one literal, whatever it holds. */
const filtered = 'o"p\\en\n| where true // {{x}}';

const columnOfTime: Readonly<Record<string, string>> = {
  sentinel: "TimeGenerated:datetime",
  elastic: "`@timestamp`:date",
  cortex: "_time:timestamp",
  sigma: "TimeCreated",
};
const tables: Readonly<Record<string, string>> = {
  sentinel: "Doors_CL",
  elastic: "logs-doors-*",
  cortex: "doors_raw",
  sigma: "category=door",
};

/**
 * A content repository with a catalog of its own, in which fields and columns have hostile names, and detections that
 * look for them as events and as groups.
 */
export async function hostileNameCompiler(): Promise<Compiler> {
  const root = mkdtempSync(join(tmpdir(), "detc-conformance-"));
  const put = (path: string, content: unknown): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), JSON.stringify(content));
  };
  try {
    // A backtick begins a macro in a search, and ends a name in the catalog: only a column that takes its name from a field has one.
    const fields = ["badge", ...hostileNames];
    put("detc.yml", { catalog: "catalog" });
    put("catalog/sources/own.yml", {
      sources: {
        "own.door": { like: "event", fields: Object.fromEntries(fields.map((name) => [name, "text"])) },
      },
    });
    put("catalog/splunk/spellings/own.yml", { spellings: { "own.door": [{ sourcetype: "own:door" }] } });
    for (const [target, table] of Object.entries(tables)) {
      const bound = fields.filter((name) => !name.includes("`")).map((name) => [name, `\`${name}\``]);
      put(`catalog/${target}/fields/own.yml`, {
        sources: {
          "own.door": {
            homes: {
              own: {
                table,
                filter: { state_s: filtered },
                fields: { _time: columnOfTime[target], ...Object.fromEntries(bound) },
              },
            },
          },
        },
      });
    }
    for (const [index, search] of hostileNames
      .flatMap((name, index) => chosen(searches(name), index))
      .entries())
      put(`detections/name_${String(index)}.yml`, {
        name: `Name ${String(index)}`,
        id: `0b3f3f52-5a2c-4c0e-9a3e-${String(index).padStart(12, "0")}`,
        version: 1,
        date: "2025-02-03",
        author: "A Team",
        status: "production",
        type: "Anomaly",
        description: `A hostile name: ${search}`,
        search,
      });
    const { project, diagnostics } = await loadProject({ root });
    const error = diagnostics.find(({ severity }) => severity === "error");
    if (project === undefined || error !== undefined) throw new Error(error?.message ?? "no project");
    return project.compiler;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The first search, and one of the others in turn. */
function chosen(all: readonly string[], index: number): readonly string[] {
  const [first = "", ...others] = all;
  return [first, others[index % others.length] ?? first];
}

function searches(name: string): readonly string[] {
  const double = `"${name.replace(/["\\]/gu, "\\$&")}"`;
  const log = 'sourcetype="own:door"';
  return [
    `${log} ${double}=x`,
    `${log} NOT ${double}=x badge=open`,
    `${log} badge=open | stats count by ${double} | where count > 2`,
    `${log} badge=open | stats dc(${double}) as n by badge | where n > 1`,
    ...(name.includes("'") ? [] : [`${log} | where '${name}'="x" | rename badge as ${double}`]),
  ];
}
