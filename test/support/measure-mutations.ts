/**
 * Changes searches of a content folder and of JSON-lines files at random, and makes some invalid, one fault each, and says how many are reported,
 * and how near the fault:
 *
 *     tsx test/support/measure-mutations.ts [--list] <content folder> [<file>.jsonl …]
 *
 * `near` counts every place that is named, `first` only where a diagnostic begins; each within three tokens of the
 * fault or of the bracket that lost its partner, `exact` of the fault alone. With `--list`, those farther off are shown.
 */
import { parseSearch } from "../../grammar/parser.js";
import { hasErrors } from "../../src/diagnostics/diagnostic.js";
import { expandMacros } from "../../src/source/expand-macros.js";
import { locate } from "../../src/source/locate.js";
import { breakings, changed, changes, distance, pick, random, type Fault } from "./mutations.js";
import { readSearches } from "./read-searches.js";
import { text } from "./without-spans.js";

const runs = 500;
const list = process.argv.includes("--list");
const [folder, ...lines] = process.argv.slice(2).filter((argument) => argument !== "--list");
if (folder === undefined) throw new Error("a content folder is expected");
const { macros, searches } = readSearches(folder, lines);
const sound = searches.filter(({ text: search }) => errorsOf(search).length === 0 && search.length < 20_000);

for (const change of changes) {
  const next = random(change.length);
  let slowest = 0;
  for (let run = 0; run < runs; run++) {
    const texts = sound.map((one) => one.text);
    const search = changed(pick(texts, next) ?? "", change, texts, next);
    const before = performance.now();
    errorsOf(search);
    slowest = Math.max(slowest, performance.now() - before);
  }
  console.log(`${change}: ${runs} searches read or reported, the slowest in ${slowest.toFixed(0)} ms`);
}

for (const [name, breaking] of Object.entries(breakings)) {
  const next = random(name.length);
  const counts = { broken: 0, reported: 0, near: 0, first: 0, exact: 0 };
  for (let run = 0; counts.broken < runs && run < 20 * runs; run++) {
    const original = pick(sound, next)?.text ?? "";
    const made = breaking(original, next);
    if (made === undefined) continue;
    counts.broken++;
    count({ ...made, original }, counts);
  }
  console.log(name, JSON.stringify(counts));
}

function count(fault: Fault, counts: { reported: number; near: number; first: number; exact: number }): void {
  const errors = errorsOf(fault.search);
  if (errors.length === 0) {
    if (list) console.log(`  NOT REPORTED ${shown(fault)}`);
    return;
  }
  counts.reported++;
  const starts = errors.map(({ start }) => start);
  if (
    distance(
      fault,
      errors.flatMap(({ places }) => places),
    ) <= 3
  )
    counts.near++;
  else if (list) console.log(`  FAR ${shown(fault)}\n    ${errors.map((one) => one.words).join("\n    ")}`);
  if (distance(fault, starts) <= 3) counts.first++;
  const { partner: _, ...alone } = fault;
  if (distance(alone, starts) <= 3) counts.exact++;
  else if (list) console.log(`  OFF ${shown(fault)}\n    ${errors.map((one) => one.words).join("\n    ")}`);
}

function shown({ search, at }: Fault): string {
  return `${search.slice(Math.max(0, at - 150), at)}<<HERE>>${search.slice(at, at + 150)}`.replace(
    /\s+/g,
    " ",
  );
}

function errorsOf(search: string) {
  const expanded = expandMacros(text(search), macros);
  const unknownMacros = hasErrors(expanded.diagnostics);
  const parsed = parseSearch(expanded.source, { unknownMacros });
  const diagnostics = [...expanded.diagnostics, ...parsed.diagnostics];
  return (hasErrors(diagnostics) ? diagnostics : [])
    .filter(({ severity }) => severity !== "warning")
    .map(({ span, related, code, message }) => {
      const places = [span, ...related.map((one) => one.span)]
        .map(locate)
        .flatMap(({ start, end }) => [start.offset, end.offset]);
      const start = places[0] ?? 0;
      return { places, start, words: `${code} ${message} @ ${search.slice(start, start + 40)}` };
    });
}
