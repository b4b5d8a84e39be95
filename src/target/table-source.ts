import type { EventKind, LogSource, SourceCatalog } from "../plan/log-source.js";
import type { Home, SourceHomes, TargetProfile } from "./profile.js";

/** The log source of the catalog whose events a table of a target holds. */
export interface TableSource {
  readonly source: LogSource;
  readonly home: Home;
  /** The kind of the source's events that the table holds, where it does not hold all of them. */
  readonly events?: EventKind;
}

/**
 * The log sources that a target keeps in a table. Sources whose events come as they are logged only: a data model
 * renames them. Of those, the ones that have the table for all their events, and there by default, hide the others.
 */
export function sourcesOfTable(table: string, { sources }: TargetProfile): readonly TableSource[] {
  const found = [...sources.values()]
    .filter(({ source }) => source.prefixes.length === 0)
    .flatMap((homes) =>
      [...homes.homes.values()].flatMap((home) =>
        placesOf(home, table).map((kinds) => ({
          source: homes.source,
          home,
          kinds,
          isDefault: home.id === homes.defaultHome,
        })),
      ),
    )
    .filter(({ kinds }) => kinds.length < 2);
  const whole = preferred(found, ({ kinds }) => kinds.length === 0);
  const best = preferred(whole, ({ isDefault }) => isDefault);
  const distinct = new Map(best.toReversed().map((place) => [place.source.id, place]));
  return [...distinct.values()].map(({ source, home, kinds: [kind] }) => ({
    source,
    home,
    ...(kind === undefined ? {} : { events: kind }),
  }));
}

function preferred<Item>(items: readonly Item[], isBetter: (item: Item) => boolean): readonly Item[] {
  const better = items.filter(isBetter);
  return better.length > 0 ? better : items;
}

/** The kinds of events that lead to a table, for each place where a home or one of its variants is that table. */
function placesOf(
  home: Home,
  table: string,
  kinds: readonly EventKind[] = [],
): readonly (readonly EventKind[])[] {
  const inside = home.variants.flatMap((variant) => placesOf(variant.home, table, [...kinds, variant.when]));
  return home.table === table ? [kinds, ...inside] : inside;
}

/** A search's log source that was named as a table of a target. */
export interface NamedTable {
  readonly catalog: SourceCatalog;
  readonly profile: TargetProfile;
  /** The id of the log source in that catalog. */
  readonly source: string;
  readonly events?: EventKind;
}

/**
 * The catalog and the profile in which a table of a target is a log source for the searches of which the user says so:
 * the only source that lives there, or else a source of its own. A name that the source lacks is
 * then a column of that table, and of no other target's.
 */
export function nameTable(table: string, profile: TargetProfile, catalog: SourceCatalog): NamedTable {
  const [only, ...more] = sourcesOfTable(table, profile);
  const known = more.length === 0 ? only : undefined;
  const source: LogSource = withAnyField(known?.source ?? emptySource(table));
  const before = profile.sources.get(source.id) ?? ownHome(table, source);
  const homes: SourceHomes = {
    ...before,
    source,
    ...(known === undefined ? {} : { defaultHome: known.home.id }),
    homes: new Map([...before.homes].map(([id, home]) => [id, withColumns(home)])),
  };
  return {
    catalog: { ...catalog, sources: new Map([...catalog.sources, [source.id, source]]) },
    profile: { ...profile, sources: new Map([...profile.sources, [source.id, homes]]) },
    source: source.id,
    ...(known?.events === undefined ? {} : { events: known.events }),
  };
}

function emptySource(id: string): LogSource {
  return { id, title: id, prefixes: [], fields: new Map(), openFields: [], derivations: new Map() };
}

function ownHome(table: string, source: LogSource): SourceHomes {
  const fields = new Map([
    ["_time", { kind: "missing", reason: "a table by name has no known time" } as const],
  ]);
  const home: Home = {
    id: "table",
    table,
    fields,
    families: [],
    texts: new Map(),
    variants: [],
    connectors: [],
  };
  return { source, defaultHome: home.id, homes: new Map([[home.id, home]]) };
}

function withAnyField(source: LogSource): LogSource {
  return {
    ...source,
    openFields: [...source.openFields, { pattern: "*", type: "unknown", multivalue: false }],
  };
}

function withColumns(home: Home): Home {
  return {
    ...home,
    families: [...home.families, { pattern: "*", rule: { kind: "column-of-name" } }],
    variants: home.variants.map((variant) => ({ ...variant, home: withColumns(variant.home) })),
  };
}
