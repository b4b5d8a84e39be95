import type { Folder } from "./logic/column-test.js";
import type { TargetProfile } from "../../target/profile.js";
import { mapListSetting, mapSetting, textListSetting, textSetting } from "../../target/settings.js";

/** What `targets/sigma/target.yml` says. */
export interface SigmaSettings {
  /** Names of fields in search identifiers. */
  readonly shortNames: ReadonlyMap<string, string>;
  /** Of fields that hold paths: which names stand behind a separator; of the others not all do. */
  readonly folders: ReadonlyMap<string, Folder>;
  /** Sigma's status by the status of a detection. */
  readonly statuses: ReadonlyMap<string, string>;
  readonly filePrefixes: readonly FilePrefix[];
  /** What a technique is called now. */
  readonly renamedTechniques: ReadonlyMap<string, string>;
  /** The new tactics of a technique by the tactic they replace. */
  readonly renamedTactics: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;
}

/** How the name of a rule's file begins, by its log source; keys that are absent fit anything. */
export interface FilePrefix {
  readonly category?: string;
  readonly product?: string;
  readonly service?: string;
  readonly prefix: string;
}

/** The settings out of the target's profile. */
export function sigmaSettings({ settings }: TargetProfile): SigmaSettings {
  const renamed = mapSetting(settings, "renamed_tactics");
  return {
    shortNames: texts(mapSetting(settings, "short_names")),
    folders: new Map<string, Folder>([
      ...textListSetting(settings, "folder_before_endings").map(
        (field) => [field, "before-endings"] as const,
      ),
      ...textListSetting(settings, "full_paths").map((field) => [field, "always"] as const),
    ]),
    statuses: texts(mapSetting(settings, "statuses")),
    filePrefixes: mapListSetting(settings, "file_prefixes").map((row) => ({
      prefix: textSetting(row, "prefix"),
      ...optional(row, "category"),
      ...optional(row, "product"),
      ...optional(row, "service"),
    })),
    renamedTechniques: texts(mapSetting(settings, "renamed_techniques")),
    renamedTactics: new Map(
      Object.keys(renamed).map((tactic) => {
        const successors = mapSetting(renamed, tactic);
        return [
          tactic,
          new Map(Object.keys(successors).map((name) => [name, new Set(textListSetting(successors, name))])),
        ] as const;
      }),
    ),
  };
}

function texts(map: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  return new Map(Object.keys(map).map((key) => [key, textSetting(map, key)]));
}

function optional<Key extends "category" | "product" | "service">(
  row: Readonly<Record<string, unknown>>,
  key: Key,
): { readonly [Name in Key]?: string } {
  const value = row[key];
  const found: { [Name in Key]?: string } = {};
  if (typeof value === "string") found[key] = value;
  return found;
}
