/**
 * Reads every search of a content folder and of JSON-lines files, and says how many are read without an error, how
 * many are the same after printing, and how long that takes beside loading the YAML:
 *
 *     tsx test/support/measure-parse.ts <content folder> [<file>.jsonl …]
 *
 * The folder has `macros/` and `detections/`; a line of a `.jsonl` file has its search in `spl`.
 */
import { parseSearch } from "../../grammar/parser.js";
import { printSearch } from "../../grammar/printer.js";
import { hasErrors } from "../../src/diagnostics/diagnostic.js";
import { expandMacros } from "../../src/source/expand-macros.js";
import { positionAt } from "../../src/source/locate.js";
import { readSearches, type NamedSearch } from "./read-searches.js";
import { text, withoutSpans } from "./without-spans.js";

const [folder, ...lines] = process.argv.slice(2);
if (folder === undefined) throw new Error("a content folder is expected");
const { macros, detections, generated, yamlTime } = readSearches(folder, lines);

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

function measure(title: string, searches: readonly NamedSearch[]): void {
  let sound = 0;
  let same = 0;
  for (const { name, text: search } of searches) {
    const expanded = expandMacros(text(search, name), macros);
    const parsed = parseSearch(expanded.source, { unknownMacros: hasErrors(expanded.diagnostics) });
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
