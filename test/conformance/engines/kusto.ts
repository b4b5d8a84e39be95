import { createRequire } from "node:module";

/** Columns and their types by table. */
export type TableSchemas = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface KustoDiagnostic {
  readonly Message: string;
  readonly Start: number;
}

interface KustoList<Item> {
  readonly Count: number;
  getItem(index: number): Item;
}

/** The part of Microsoft's language service that is used here; the package declares it only as a global. */
interface KustoLanguage {
  readonly KustoCode: {
    ParseAndAnalyze(query: string, globals: unknown): { GetDiagnostics(): KustoList<KustoDiagnostic> };
  };
  readonly KustoFacts: { GetStringLiteralValue(literal: string): string };
  readonly GlobalState: { readonly Default: { WithDatabase(database: unknown): unknown } };
  readonly Symbols: {
    readonly TableSymbol: {
      readonly $ctor4: new (name: string, columns: readonly unknown[]) => unknown;
      From(schema: string): { WithIsOpen(open: boolean): unknown };
    };
    readonly ColumnSymbol: { readonly ctor: new (name: string, type: unknown) => unknown };
    readonly Parameter: { readonly ctor: new (name: string, type: unknown) => unknown };
    readonly ScalarTypes: { readonly String: unknown; GetSymbol(name: string): unknown };
    readonly DatabaseSymbol: { readonly $ctor1: new (name: string, members: readonly unknown[]) => unknown };
    readonly FunctionSymbol: {
      readonly $ctor5: new (name: string, returns: unknown, parameters: readonly unknown[]) => unknown;
    };
  };
}

function kustoLanguage(): KustoLanguage {
  const require = createRequire(import.meta.url);
  require("@kusto/language-service-next/bridge.min.js");
  require("@kusto/language-service-next/Kusto.Language.Bridge.min.js");
  const { Kusto } = globalThis as unknown as { readonly Kusto: { readonly Language: KustoLanguage } };
  return Kusto.Language;
}

/** What Microsoft's parser takes the literal of a text for. */
export function kustoText(literal: string): string {
  return kustoLanguage().KustoFacts.GetStringLiteralValue(literal);
}

/** Checks queries with Microsoft's parser and binder against table schemas. */
export class KustoChecker {
  readonly #language: KustoLanguage;
  readonly #globals: unknown;

  constructor(tables: TableSchemas) {
    this.#language = kustoLanguage();
    const { TableSymbol, ColumnSymbol, DatabaseSymbol, FunctionSymbol, Parameter, ScalarTypes } =
      this.#language.Symbols;
    const symbols = Object.entries(tables).map(([name, columns]) => {
      const schema = Object.entries(columns).map(
        ([column, type]) => new ColumnSymbol.ctor(column, ScalarTypes.GetSymbol(kqlType(type))),
      );
      return new TableSymbol.$ctor4(name, schema);
    });
    // A watchlist has the columns of the file that was uploaded.
    const watchlist = new FunctionSymbol.$ctor5(
      "_GetWatchlist",
      TableSymbol.From("(SearchKey:string)").WithIsOpen(true),
      [new Parameter.ctor("alias", ScalarTypes.String)],
    );
    this.#globals = this.#language.GlobalState.Default.WithDatabase(
      new DatabaseSymbol.$ctor1("workspace", [...symbols, watchlist]),
    );
  }

  /** What the parser and the binder have against a query; empty when it is accepted. */
  check(query: string): readonly string[] {
    const diagnostics = this.#language.KustoCode.ParseAndAnalyze(query, this.#globals).GetDiagnostics();
    return Array.from({ length: diagnostics.Count }, (_, index) => {
      const { Message, Start } = diagnostics.getItem(index);
      return `${Message} at ${JSON.stringify(query.slice(Start, Start + 40))}`;
    });
  }
}

function kqlType(type: string): string {
  switch (type) {
    case "double":
      return "real";
    case "bigint":
      return "long";
    default:
      return type;
  }
}
