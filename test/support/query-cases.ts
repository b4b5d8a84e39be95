import { readFileSync } from "node:fs";

/** One case of a file of cases: a search of a log source, and its query or the reasons against it. */
export interface QueryCase {
  readonly title: string;
  readonly source: string | undefined;
  readonly search: string;
  readonly expected: string;
}

/**
 * Reads a file of cases. Each begins with `## <title>`; a fenced block `spl`, perhaps with a log source behind the
 * word, holds the search, and the block after it what is expected.
 */
export function readQueryCases(file: string): readonly QueryCase[] {
  const text = readFileSync(new URL(file, import.meta.url), "utf8");
  return text
    .split(/^## /mu)
    .slice(1)
    .map((part) => {
      const [, title, source, search, expected] =
        /^(.+)\n[\s\S]*?```spl ?(\S*)\n([\s\S]*?)\n```\n\n```\w*\n([\s\S]*?)\n```/u.exec(part) ?? [];
      if (title === undefined || search === undefined || expected === undefined)
        throw new Error(`a case is not written as it should be: ${part.slice(0, 60)}`);
      return { title, source: source === "" ? undefined : source, search, expected };
    });
}
