import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { load } from "js-yaml";
import { globSync } from "tinyglobby";
import type { Macro } from "../../src/content/model.js";
import { text } from "./without-spans.js";

export interface NamedSearch {
  readonly name: string;
  readonly text: string;
}

/**
 * The macros and the searches of a content folder, which has `macros/` and `detections/`, and of JSON-lines files,
 * whose lines have their search in `spl`; `yamlTime` is how many milliseconds loading the detections' YAML took.
 */
export function readSearches(folder: string, lines: readonly string[]) {
  const macros = new Map<string, Macro[]>();
  for (const file of globSync("**/macros/**/*.yml", { cwd: folder, absolute: true })) {
    const { name, definition, arguments: names } = fields(load(readFileSync(file, "utf8")));
    const macro: Macro = {
      name: String(name),
      arguments: Array.isArray(names) ? names.map(String) : [],
      definition: text(String(definition), file),
      description: "",
      isEval: false,
    };
    macros.set(macro.name, [...(macros.get(macro.name) ?? []), macro]);
  }
  const files = globSync("detections/**/*.yml", { cwd: folder, absolute: true }).sort();
  const texts = files.map((file) => readFileSync(file, "utf8"));
  const beforeYaml = performance.now();
  const documents = texts.map((content) => fields(load(content)));
  const yamlTime = performance.now() - beforeYaml;
  const detections = documents.flatMap(({ search }, index): NamedSearch[] =>
    typeof search === "string" ? [{ name: basename(files[index] ?? ""), text: search }] : [],
  );
  const generated = lines.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line): NamedSearch => {
        const row = fields(JSON.parse(line));
        return { name: `${String(row["path"])} (${String(row["pipeline"])})`, text: String(row["spl"]) };
      }),
  );
  return { macros, detections, generated, searches: [...detections, ...generated], yamlTime };
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
