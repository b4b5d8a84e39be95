import type { LookupTable } from "../../../content/model.js";
import { isSiteFilled } from "../../../evaluate/lookup-rows.js";
import { readCsv } from "../../../source/csv.js";
import type { Span } from "../../../source/source-text.js";
import { Environment } from "../../shared/environment.js";
import { call, name, text, type Expression } from "../../shared/expression.js";
import type { KqlPipeline } from "../tree.js";
import { freeName, plainName } from "./names.js";
import type { Column, Relation } from "./relation.js";
import type { Session } from "./session.js";
import { valueOf } from "./value.js";

/** A table of at most so many characters stands in the query; a longer one becomes a watchlist. */
const longestInline = 2000;

/** The same where the query would be too long for a rule. */
const longestBesideMuch = 200;

/** What the alias of a watchlist can be: https://learn.microsoft.com/azure/sentinel/watchlists-create */
const watchlistAlias = /^[A-Za-z][\w-]{1,62}[A-Za-z0-9]$/;

/** The column that our files of watchlists have before those of the table: rows of a watchlist come in no order. */
const lineColumn = "detc_line";

/**
 * The CSV of a table as the file of a watchlist, with the number of each row. Of a table whose rows are kept elsewhere
 * it has the columns alone, to be filled.
 */
export function watchlistFile(table: LookupTable): string | undefined {
  const content = readTable(table);
  const stored = content === undefined ? collectionOf(table) : undefined;
  if (stored !== undefined) return `${stored.columns.map(csvCell).join(",")}\n`;
  if (content === undefined) return undefined;
  const lines = [
    [lineColumn, ...content.columns],
    ...content.rows.map((row, index) => [
      String(index + 1),
      ...content.columns.map((_, at) => row[at] ?? ""),
    ]),
  ];
  return lines.map((line) => `${line.map(csvCell).join(",")}\n`).join("");
}

function csvCell(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

export interface TableRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The rows of a lookup's CSV; `undefined` where it has none. */
export function readTable(table: LookupTable): TableRows | undefined {
  if (table.csv === undefined || isSiteFilled(table)) return undefined;
  const [columns, ...rows] = readCsv(table.csv.text);
  return columns === undefined ? undefined : { columns, rows };
}

/**
 * The columns of a KV store or of a file that a search fills, whose rows are known only where it is kept: in Sentinel a watchlist of its name. The store's
 * own key is a column of the list where it tells which rows belong together.
 */
export function collectionOf(table: LookupTable): TableRows | undefined {
  const { columns, together } = table;
  const own = columns.filter((column) => column !== "_key" || together?.by === column);
  return isSiteFilled(table) && own.length > 0 ? { columns: own, rows: [] } : undefined;
}

/** The cells of a column, as far as the rows are known. */
export function cellsOf({ columns, rows }: TableRows, column: string): readonly string[] {
  const place = columns.indexOf(column);
  return rows.map((row) => row[place] ?? "");
}

/** `| inputlookup t`: the rows of a table. */
export function lookupRelation(id: string, span: Span, session: Session): Relation | undefined {
  const table = session.context.content.lookups.get(id);
  const content = table === undefined ? undefined : (readTable(table) ?? collectionOf(table));
  if (table === undefined || content === undefined) {
    session.unsupported(`the lookup table \`${id}\``, "its rows are not part of the content", span);
    return undefined;
  }
  const shown = content.columns.filter((column) => column !== "_key");
  const { pipeline, names } = tablePipeline(table, content, shown, (cell) => cell, session);
  const columns = shown.map((column, index): readonly [string, Column] => [
    column,
    valueOf(name(names[index] ?? column), "string"),
  ]);
  return { pipeline, columns: Environment.of(columns), order: { kind: "unknown" } };
}

/**
 * Some columns of a table as a source of rows, inline or as a watchlist: https://learn.microsoft.com/azure/sentinel/watchlists-queries.
 * `change` is applied to the cells where they stand inline, `folded` names columns of which it is wanted.
 */
export function tablePipeline(
  table: LookupTable,
  content: TableRows,
  wanted: readonly string[],
  change: (cell: string, column: string) => string,
  session: Session,
  {
    longest = longestInline,
    ordered = false,
  }: { readonly longest?: number; readonly ordered?: boolean } = {},
): { readonly pipeline: KqlPipeline; readonly names: readonly string[] } {
  const taken = new Set<string>();
  const names = wanted.map((column) => freeName(plainName(column), taken));
  const places = wanted.map((column) => content.columns.indexOf(column));
  const rows = content.rows.map((row) =>
    places.map((place, index) => text(change(row[place] ?? "", wanted[index] ?? ""))),
  );
  const size = rows.flat().reduce((sum, { value }) => sum + value.length + 4, 0);
  const longestHere = session.tables === "in watchlists" ? Math.min(longest, longestBesideMuch) : longest;
  if (size <= longestHere && !isSiteFilled(table))
    return {
      pipeline: {
        source: { kind: "datatable", columns: names.map((each) => ({ name: each, type: "string" })), rows },
        stages: [],
      },
      names,
    };
  if (session.form === "defender")
    session.unsupported(
      `the lookup table \`${table.name}\``,
      "it is too long for the query, and Defender's advanced hunting has no watchlists",
      session.plan.span,
    );
  if (!watchlistAlias.test(table.name))
    session.unsupported(
      `the lookup table \`${table.name}\``,
      "it is too long for the query, and its name cannot be the alias of a watchlist",
      session.plan.span,
    );
  session.addBinding({ source: table.name, table: `_GetWatchlist('${table.name}')`, connectors: [] });
  return {
    pipeline: {
      source: { kind: "function", call: call("_GetWatchlist", text(table.name)) },
      stages: [
        ...(ordered
          ? [
              {
                kind: "sort" as const,
                keys: [{ expression: call("tolong", name(lineColumn)), descending: false }],
              },
            ]
          : []),
        {
          kind: "project",
          columns: names.map((each, index) => ({
            name: each,
            expression: watchlistCell(wanted[index] ?? each, change),
          })),
        },
      ],
    },
    names,
  };
}

/** A cell of a watchlist, folded in the query where the inline form folds it. */
function watchlistCell(column: string, change: (cell: string, column: string) => string): Expression {
  const cell = call("tostring", name(column));
  return change("A", column) === "a" ? call("tolower", cell) : cell;
}
