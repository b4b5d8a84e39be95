/**
 * Reads every search of a content folder and of JSON-lines files, and says how many are read without an error, how
 * many are the same after printing, and how long that takes beside loading the YAML:
 *
 *     tsx test/support/measure-parse.ts <content folder> [<file>.jsonl …]
 *
 * The folder has `macros/` and `detections/`; a line of a `.jsonl` file has its search in `spl`.
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { load } from "js-yaml";
import { globSync } from "tinyglobby";
import { parseSearch } from "../../grammar/parser.js";
import { printSearch } from "../../grammar/printer.js";
import type { Macro } from "../../src/content/model.js";
import { hasErrors } from "../../src/diagnostics/diagnostic.js";
import { expandMacros } from "../../src/source/expand-macros.js";
import { positionAt } from "../../src/source/locate.js";
import { text, withoutSpans } from "./without-spans.js";

interface Search {
  readonly name: string;
  readonly text: string;
}

const [folder, ...lines] = process.argv.slice(2);
if (folder === undefined) throw new Error("a content folder is expected");

const macros = new Map<string, Macro[]>();
for (const file of globSync("macros/**/*.yml", { cwd: folder, absolute: true })) {
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
const detections = documents.map((document, index): Search => ({
  name: basename(files[index] ?? ""),
  text: String(document["search"]),
}));
const generated = lines.flatMap((file) =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): Search => {
      const row = fields(JSON.parse(line));
      return { name: `${String(row["path"])} (${String(row["pipeline"])})`, text: String(row["spl"]) };
    }),
);

parseSearch(text("warm up | eval a=1"));
measure("detections", detections);
const time = timed(() =>
  detections.forEach(({ text: search, name }) =>
    parseSearch(expandMacros(text(search, name), macros).source),
  ),
);
console.log(
  `yaml ${yamlTime.toFixed(0)} ms, expand and parse ${time.toFixed(0)} ms, ratio ${(time / yamlTime).toFixed(2)}`,
);
if (generated.length > 0) measure("lines", generated);

function measure(title: string, searches: readonly Search[]): void {
  let sound = 0;
  let same = 0;
  for (const { name, text: search } of searches) {
    const expanded = expandMacros(text(search, name), macros);
    const parsed = parseSearch(expanded.source);
    const diagnostics = [...expanded.diagnostics, ...parsed.diagnostics];
    for (const { code, message, span, severity } of diagnostics) {
      const { line, column } = positionAt(span.source, span.start);
      if (severity === "error") console.log(`${name}:${line}:${column} ${code} ${message}`);
    }
    if (hasErrors(diagnostics) || parsed.pipeline === undefined) continue;
    sound++;
    const printed = printSearch(parsed.pipeline);
    const again = parseSearch(text(printed, name));
    const equal =
      again.pipeline !== undefined &&
      JSON.stringify(withoutSpans(again.pipeline)) === JSON.stringify(withoutSpans(parsed.pipeline)) &&
      printSearch(again.pipeline) === printed;
    if (equal) same++;
    else console.log(`${name}: not the same after printing: ${printed.slice(0, 300)}`);
  }
  console.log(`${title}: ${searches.length} searches, ${sound} read, ${same} the same after printing`);
}

function timed(work: () => void): number {
  const before = performance.now();
  work();
  return performance.now() - before;
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
