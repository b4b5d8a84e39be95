import { parseExpression } from "../../grammar/parser.js";
import { compileExpression } from "../evaluate/expression.js";
import type { EvaluationContext } from "../evaluate/context.js";
import type { MutableRow, Value } from "../evaluate/value.js";
import { lowerEvalExpression } from "../lower/expression/eval-expression.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { RowType } from "../plan/row-type.js";
import type { SourceText } from "../source/source-text.js";
import type { EventBreak } from "./break/break-events.js";
import type {
  Calculation,
  DataModelRule,
  Extraction,
  IngestRule,
  IngestRules,
  TagRule,
  TimeRule,
  ValueTable,
} from "./rules.js";

/** A file of `targets/splunk/ingest/`, as schemas/ingest.schema.json has it. */
export interface IngestFile {
  readonly file: SourceText;
  readonly content: {
    readonly rules?: readonly RuleData[];
    readonly tables?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;
    readonly dataModels?: readonly DataModelData[];
  };
}

interface RuleData {
  readonly source?: readonly string[];
  readonly sourcetype?: readonly string[];
  readonly break?: EventBreak;
  readonly extract?: readonly (ExtractionName | ExtractionData)[];
  readonly aliases?: Readonly<Record<string, readonly string[]>>;
  readonly calculate?: Readonly<Record<string, string>>;
  readonly lookups?: IngestRule["lookups"];
  readonly assumed?: readonly string[];
  readonly time?: { readonly field?: string; readonly pattern?: string; readonly unit?: TimeRule["unit"] };
  readonly tags?: readonly { readonly when?: string; readonly tags: readonly string[] }[];
}

type ExtractionName = "windows-xml" | "windows-classic" | "json" | "key-value";
type ExtractionData =
  | { readonly kind: "pattern" | "pairs"; readonly field: string; readonly pattern: string }
  | { readonly kind: "columns"; readonly delimiter: string; readonly names: readonly string[] }
  | { readonly kind: "named-values"; readonly names: string; readonly values: string };

interface DataModelData {
  readonly source: string;
  readonly tags: readonly string[];
  readonly calculate?: Readonly<Record<string, string>>;
  readonly fill?: Readonly<Record<string, readonly string[]>>;
}

/** Makes rules of files that fit their schema. Expressions are SPL's own; a wrong one is a parse or lower diagnostic. */
export function parseIngestRules(
  files: readonly IngestFile[],
  context: EvaluationContext,
): { readonly rules: IngestRules; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const compile = (text: string, file: SourceText) => compileText(text, file, context, diagnostics);
  const tables = new Map<string, ValueTable>();
  for (const { content } of files)
    for (const [name, rows] of Object.entries(content.tables ?? {}))
      tables.set(
        name,
        new Map(Object.entries(rows).map(([key, columns]) => [key, new Map(Object.entries(columns))])),
      );
  return {
    rules: {
      rules: files.flatMap(({ file, content }) =>
        (content.rules ?? []).map((rule) => readRule(rule, file, compile)),
      ),
      tables,
      dataModels: files.flatMap(({ file, content }) =>
        (content.dataModels ?? []).map((model) => readDataModel(model, file, compile)),
      ),
    },
    diagnostics,
  };
}

type Compile = (text: string, file: SourceText) => (row: MutableRow) => Value;

/** Any field may occur in an event: the row of an ingest expression is open. */
const anyRow: RowType = { columns: new Map(), open: "fields", removed: new Set() };

function compileText(text: string, file: SourceText, context: EvaluationContext, diagnostics: Diagnostic[]) {
  const parsed = parseExpression({ name: file.name, text });
  diagnostics.push(...parsed.diagnostics);
  const lowered =
    parsed.expression === undefined
      ? undefined
      : lowerEvalExpression(parsed.expression, {
          row: anyRow,
          report: (diagnostic) => diagnostics.push(diagnostic),
          parseSearchText: () => undefined,
        });
  return lowered === undefined ? () => null : compileExpression(lowered, context);
}

function readRule(rule: RuleData, file: SourceText, compile: Compile): IngestRule {
  return {
    when: { source: (rule.source ?? []).map(spelling), sourcetype: (rule.sourcetype ?? []).map(spelling) },
    ...(rule.break === undefined ? {} : { break: rule.break }),
    extract: (rule.extract ?? []).map(readExtraction),
    aliases: Object.entries(rule.aliases ?? {}).map(([name, from]) => ({ name, from })),
    calculate: readCalculations(rule.calculate, file, compile),
    lookups: rule.lookups ?? [],
    assumed: rule.assumed ?? [],
    ...(rule.time === undefined ? {} : { time: readTimeRule(rule.time) }),
    tags: (rule.tags ?? []).map(({ when, tags }): TagRule =>
      when === undefined ? { tags } : { tags, when: compile(when, file) },
    ),
  };
}

function readTimeRule({ field, pattern, unit }: NonNullable<RuleData["time"]>): TimeRule {
  return {
    unit: unit ?? "text",
    ...(field === undefined ? {} : { field }),
    ...(pattern === undefined ? {} : { pattern: new RegExp(pattern, "m") }),
  };
}

function readExtraction(extraction: ExtractionName | ExtractionData): Extraction {
  if (typeof extraction === "string") return { kind: extraction };
  switch (extraction.kind) {
    case "columns":
    case "named-values":
      return extraction;
    case "pattern":
      return { kind: "pattern", field: extraction.field, pattern: new RegExp(extraction.pattern, "m") };
    case "pairs":
      return { kind: "pairs", field: extraction.field, pattern: new RegExp(extraction.pattern, "g") };
  }
}

function readCalculations(
  calculate: Readonly<Record<string, string>> | undefined,
  file: SourceText,
  compile: Compile,
): readonly Calculation[] {
  return Object.entries(calculate ?? {}).map(([name, text]) => ({ name, compute: compile(text, file) }));
}

function readDataModel(model: DataModelData, file: SourceText, compile: Compile): DataModelRule {
  return {
    source: model.source,
    tags: model.tags,
    calculate: readCalculations(model.calculate, file, compile),
    fill: new Map(
      Object.entries(model.fill ?? {}).flatMap(([text, fields]) =>
        fields.map((field) => [field, text] as const),
      ),
    ),
  };
}

/** A source or sourcetype as Splunk compares it: without case, `*` for any run. */
function spelling(text: string): RegExp {
  const pattern = text
    .split("*")
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${pattern}$`, "is");
}
