import { readFileSync } from "node:fs";
import type { Detection } from "../../../src/detection/detection.js";

interface Idiom {
  readonly title: string;
  readonly source: string;
  readonly search: string;
}

/** The searches of a page, each with the log source that it reads, under their headings. */
function idiomsOf(page: string): readonly Idiom[] {
  const pattern = /^### (.+)\n\n```spl ?(\S*)\n([\s\S]*?)\n```$/gmu;
  return [...page.matchAll(pattern)].map(([, title = "", source = "", search = ""]) => ({
    title,
    source,
    search,
  }));
}

/** The searches of a page of the documentation as detections, by the log source that they read; `""` where they say. */
export function idiomDetections(page: URL, base: Detection): ReadonlyMap<string, readonly Detection[]> {
  const found = new Map<string, Detection[]>();
  for (const { title, source, search } of idiomsOf(readFileSync(page, "utf8"))) {
    const text = { name: title, text: search };
    const span = { source: text, start: 0, end: search.length };
    const detection: Detection = {
      ...base,
      name: title,
      path: `${page.pathname.split("/").at(-1) ?? ""}: ${title}`,
      search: { source: text, span },
      risk: { ...base.risk, message: "", objects: [], threats: [] },
    };
    found.set(source, [...(found.get(source) ?? []), detection]);
  }
  return found;
}
