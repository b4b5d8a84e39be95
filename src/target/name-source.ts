import type { EventKind, SourceCatalog } from "../plan/log-source.js";
import type { TargetProfile } from "./profile.js";
import { textListSetting } from "./settings.js";
import { nameTable } from "./table-source.js";

/** The log source that a user named for searches which name none, and what is known with it. */
export interface NamedSource {
  readonly catalog: SourceCatalog;
  readonly profiles: ReadonlyMap<string, TargetProfile>;
  readonly source: string;
  readonly events?: EventKind;
}

/**
 * Reads the name of a log source: an id of the catalog, or a table of a target that names its tables by keys
 * (`category=process_creation,product=windows`, the keys in any order). `undefined` for any other name.
 */
export function nameSource(
  name: string,
  catalog: SourceCatalog,
  profiles: ReadonlyMap<string, TargetProfile>,
): NamedSource | undefined {
  if (catalog.sources.has(name)) return { catalog, profiles, source: name };
  for (const profile of profiles.values()) {
    const table = tableByKeys(name, profile);
    if (table === undefined) continue;
    const named = nameTable(table, profile, catalog);
    return { ...named, profiles: new Map([...profiles, [profile.id, named.profile]]) };
  }
  return undefined;
}

/** The name in the order of keys that the target's own tables have. */
function tableByKeys(name: string, { settings }: TargetProfile): string | undefined {
  if (settings["table_keys"] === undefined) return undefined;
  const keys = textListSetting(settings, "table_keys");
  const pairs = new Map(
    name.split(",").map((pair) => {
      const [key = "", ...value] = pair.split("=");
      return [key.trim(), value.join("=").trim()] as const;
    }),
  );
  const isTable = [...pairs].every(([key, value]) => keys.includes(key) && value !== "");
  if (!isTable) return undefined;
  return keys.flatMap((key) => (pairs.has(key) ? [`${key}=${pairs.get(key) ?? ""}`] : [])).join(",");
}
