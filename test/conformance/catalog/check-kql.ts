import type { TargetProfile } from "../../../src/target/profile.js";
import type { TableSchemas } from "../engines/kusto.js";
import { boundColumns } from "./bound-columns.js";

/** Names of types that mean one. */
const sameTypes: ReadonlyMap<string, string> = new Map([
  ["double", "real"],
  ["guid", "string"],
  ["sbyte", "bool"],
]);

/**
 * What of the catalog's tables, columns and types the schemas do not have, one line each. A table that a site declares
 * itself has no schema but the one that the documentation gives it.
 */
export function checkKqlColumns(profile: TargetProfile, tables: TableSchemas): readonly string[] {
  const findings = new Set<string>();
  for (const { source, table, column, type, custom } of boundColumns(profile)) {
    const columns = tables[table] ?? (custom ? tables["custom"] : undefined);
    if (columns === undefined) {
      findings.add(`${source}: there is no schema of the table ${table}`);
      continue;
    }
    const known = columns[column];
    if (known === undefined) findings.add(`${source}: ${table} has no column ${column}`);
    else if (plain(known) !== plain(type))
      findings.add(`${source}: ${table}.${column} is ${known} and not ${type}`);
  }
  return [...findings];
}

/** The schemas with those of the tables that the catalog has a site declare itself. */
export function withCustomTables({ sources }: TargetProfile, tables: TableSchemas): TableSchemas {
  const columns = tables["custom"] ?? {};
  const custom = [...sources.values()]
    .flatMap(({ homes }) => [...homes.values()])
    .flatMap(({ custom: own, table }) => (own === true && table !== undefined ? [[table, columns]] : []));
  return { ...Object.fromEntries(custom), ...tables };
}

function plain(type: string): string {
  return sameTypes.get(type) ?? type;
}
