import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface SourceFile {
  /** Relative to the repository, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

export interface Import {
  /** Relative to the repository, or the name of a package. */
  readonly from: string;
  readonly typeOnly: boolean;
}

/** The files below folders of the repository whose names end so, in the order of their paths. */
export function filesBelow(
  folders: readonly string[],
  ending: string,
): readonly { path: string; text: string }[] {
  return folders
    .flatMap((folder) =>
      readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
        .map((entry) => join(entry.parentPath, entry.name).replaceAll("\\", "/")),
    )
    .sort()
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}

/** The TypeScript files below folders of the repository, with what they import. */
export function sourceFiles(...folders: readonly string[]): readonly SourceFile[] {
  return filesBelow(folders, ".ts").map(({ path, text }) => ({
    path,
    text,
    imports: [...text.matchAll(/^(?:import|export)\s+(type\s)?[^;"]*?(?:from\s+)?"([^"]+)"/gm)].map(
      ([, typeOnly, from = ""]) => ({
        from: from.startsWith(".") ? join(path, "..", from).replaceAll("\\", "/") : from,
        typeOnly: typeOnly !== undefined,
      }),
    ),
  }));
}
