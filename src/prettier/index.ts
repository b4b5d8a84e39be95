import type { Parser, ParserOptions, Plugin } from "prettier";
import { builders } from "prettier/doc";
import { parsers as yamlParsers } from "prettier/plugins/yaml";
import { formatDetectionWith } from "../format/format-detection.js";
import { formatSearch, searchWidth } from "../format/format-search.js";
import { formatVerified, type Formatted } from "../format/format-verified.js";
import { samePieces } from "../format/same-pieces.js";
import { formatDiagnostics } from "../diagnostics/codes/format.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { locate } from "../source/locate.js";
import { wholeText, type SourceText } from "../source/source-text.js";

/** A search as Prettier hands it from the parser to the printer. */
interface SearchFile {
  readonly text: string;
  readonly length: number;
}

const widthOption = "splPrintWidth";

/** Keys that tell a detection from other YAML files. */
const detectionKeys = ["search", "type", "status", "id"].map((key) => new RegExp(`^${key}:`, "m"));

function isDetection(text: string): boolean {
  return detectionKeys.every((key) => key.test(text));
}

/** Definitions of macros are not at hand here: a search with macros is held against its pieces instead of its tree. */
function format(search: SourceText, options: object): Formatted {
  const given: unknown = Reflect.get(options, widthOption);
  const width = typeof given === "number" ? given : searchWidth;
  const layout = (text: string): string => formatSearch(text, width);
  if (!search.text.includes("`")) return formatVerified(search, new Map(), layout);
  const text = layout(search.text);
  return samePieces(search.text, text)
    ? { text }
    : { diagnostics: [formatDiagnostics["changes-meaning"](wholeText(search), {})] };
}

/** Prettier frames the place that an error has in `loc`; the others are told by line and column. */
function syntaxError(diagnostics: readonly Diagnostic[]): SyntaxError {
  const told = diagnostics.map(({ code, message, help, span }, index) => {
    const { start, end } = locate(span);
    const place = index === 0 ? "" : `${start.line}:${start.column} `;
    return { start, end, text: `${place}${code}: ${message}${help === undefined ? "" : ` (${help})`}` };
  });
  const error = new SyntaxError(told.map(({ text }) => text).join("\n"));
  const [first] = told;
  return first === undefined ? error : Object.assign(error, { loc: { start: first.start, end: first.end } });
}

const spl: Parser<SearchFile> = {
  astFormat: "spl",
  locStart: () => 0,
  locEnd: ({ length }) => length,
  parse: (text, options) => {
    const formatted = format({ name: options.filepath ?? "search.spl", text }, options);
    if (formatted.text !== undefined) return { text: formatted.text, length: text.length };
    throw syntaxError(formatted.diagnostics);
  },
};

/** Formats the search of a detection before Prettier prints the YAML, which keeps a literal block as it is. */
function formatDetectionYaml(text: string, options: ParserOptions): string {
  if (!isDetection(text)) return text;
  const file = { name: options.filepath ?? "detection.yml", text };
  return formatDetectionWith(file, (search) => format(search, options)).text ?? text;
}

const plugin: Plugin<SearchFile> = {
  languages: [{ name: "SPL", parsers: ["spl"], extensions: [".spl"] }],
  options: {
    [widthOption]: {
      type: "int",
      category: "SPL",
      default: searchWidth,
      description: "Columns of a formatted search.",
      range: { start: 1, end: Number.MAX_SAFE_INTEGER, step: 1 },
    },
  },
  parsers: { spl, yaml: { ...yamlParsers.yaml, preprocess: formatDetectionYaml } },
  printers: {
    spl: {
      print: ({ node }) => [builders.join(builders.literalline, node.text.split("\n")), builders.hardline],
    },
  },
};

export const { languages, options, parsers, printers } = plugin;
