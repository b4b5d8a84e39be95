import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SourceCatalog } from "../plan/log-source.js";
import type { SourceText } from "../source/source-text.js";
import { parseCatalog } from "../target/parse-catalog.js";
import { parseProfile } from "../target/parse-profile.js";
import type { TargetProfile } from "../target/profile.js";
import { packageRoot } from "./package-root.js";

/** What `targets/` holds, with the additions of a content repository. */
export interface LoadedTargets {
  readonly catalog: SourceCatalog;
  /** By target id. */
  readonly profiles: ReadonlyMap<string, TargetProfile>;
  readonly diagnostics: readonly Diagnostic[];
}

/** The folder that `catalog:` of detc.yml names. */
export interface CatalogFolder {
  readonly path: string;
  /** Its path from the root of the content, as diagnostics show it. */
  readonly shownAs: string;
}

/**
 * Reads `targets/` of the package and then, over it, the folder that `catalog:` of detc.yml names, which has the same
 * layout: `sources/*.yml`, `attack/*.yml`, `<target>/fields/*.yml`, `<target>/spellings/*.yml`, `<target>/lookups/*.yml`,
 * `<target>/functions.yml`. Mistakes in the files are `catalog/…` diagnostics.
 */
export async function loadTargets(additions?: CatalogFolder): Promise<LoadedTargets> {
  const own = join(packageRoot(), "targets");
  const folders: readonly CatalogFolder[] = [
    { path: own, shownAs: own },
    ...(additions === undefined ? [] : [additions]),
  ];
  const names = [...new Set((await Promise.all(folders.map(({ path }) => foldersIn(path)))).flat())].sort();
  const targetIds = names.filter((name) => name !== "sources" && name !== "attack");
  const across = async (...path: readonly string[]) =>
    (await Promise.all(folders.map((folder) => yamlFiles(folder, path)))).flat();
  const single = async (id: string, file: string) => (await across(id)).filter(isNamed(file)).at(-1);

  const attack = (await across("attack")).at(-1);
  const { catalog, diagnostics } = parseCatalog({
    sources: await across("sources"),
    spellings: (await Promise.all(targetIds.map((id) => across(id, "spellings")))).flat(),
    lookups: (await Promise.all(targetIds.map((id) => across(id, "lookups")))).flat(),
  });
  const parsed = await Promise.all(
    targetIds.map(async (id) => {
      const [target, types, schedule] = await Promise.all(
        ["target.yml", "types.yml", "schedule.yml"].map((file) => single(id, file)),
      );
      return parseProfile(
        id,
        {
          fields: await across(id, "fields"),
          functions: (await across(id)).filter(isNamed("functions.yml")),
          ...(target === undefined ? {} : { target }),
          ...(attack === undefined ? {} : { attack }),
          ...(types === undefined ? {} : { types }),
          ...(schedule === undefined ? {} : { schedule }),
        },
        catalog,
      );
    }),
  );
  return {
    catalog,
    profiles: new Map(parsed.map(({ profile }) => [profile.id, profile])),
    diagnostics: [...diagnostics, ...parsed.flatMap((each) => each.diagnostics)],
  };
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

async function yamlFiles(
  { path, shownAs }: CatalogFolder,
  below: readonly string[],
): Promise<readonly SourceText[]> {
  const folder = join(path, ...below);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map(({ name }) => name)
    .sort();
  return Promise.all(
    names.map(async (name) => ({
      name: [shownAs, ...below, name].join("/").replaceAll("\\", "/"),
      text: await readFile(join(folder, name), "utf8"),
    })),
  );
}

function isNamed(file: string): (text: SourceText) => boolean {
  return ({ name }) => name.endsWith(`/${file}`);
}
