import { readdirSync, readFileSync } from "node:fs";

/** One block of a case file: a title, the search, and the texts expected of it, each behind a line `--`. */
export interface Case {
  readonly title: string;
  readonly search: string;
  readonly expected: readonly string[];
}

/** The cases of every `.txt` file of a folder, by file name. A block begins with `== title`; `#` begins a remark. */
export function readCases(folder: URL): readonly (readonly [string, readonly Case[]])[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".txt"))
    .sort()
    .map((name) => [name, parseCases(readFileSync(new URL(name, folder), "utf8"))]);
}

function parseCases(text: string): readonly Case[] {
  return text
    .split(/^== /mu)
    .slice(1)
    .map((block) => {
      const [title = "", ...lines] = block.split("\n");
      const [search = "", ...expected] = lines
        .filter((line) => !line.startsWith("#"))
        .join("\n")
        .split(/^--\n/mu);
      return { title: title.trim(), search: search.trim(), expected: expected.map((part) => part.trim()) };
    });
}
