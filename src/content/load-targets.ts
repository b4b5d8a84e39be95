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

/**
 * Reads `targets/` of the package and then, over it, the folder that `catalog:` of detc.yml names, which has the same
 * layout: `sources/*.yml`, `attack/*.yml`, `<target>/fields/*.yml`, `<target>/spellings/*.yml`, `<target>/lookups/*.yml`,
 * `<target>/functions.yml`. Mistakes in the files are `catalog/…` diagnostics.
 */
export async function loadTargets(catalogFolder?: string): Promise<LoadedTargets> {
  const folders = [join(packageRoot(), "targets"), ...(catalogFolder === undefined ? [] : [catalogFolder])];
  const names = [...new Set((await Promise.all(folders.map(foldersIn))).flat())].sort();
  const targetIds = names.filter((name) => name !== "sources" && name !== "attack");
  const across = async (...path: readonly string[]) =>
    (await Promise.all(folders.map((folder) => yamlFiles(join(folder, ...path))))).flat();
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

async function yamlFiles(folder: string): Promise<readonly SourceText[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map(({ name }) => name)
    .sort();
  return Promise.all(
    names.map(async (name) => ({
      name: `${folder}/${name}`.replaceAll("\\", "/"),
      text: await readFile(join(folder, name), "utf8"),
    })),
  );
}

function isNamed(file: string): (text: SourceText) => boolean {
  return ({ name }) => name.endsWith(`/${file}`);
}
