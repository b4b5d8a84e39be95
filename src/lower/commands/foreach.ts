import { parseSearch } from "../../../grammar/parser.js";
import type { FieldPattern, Pipeline, TextArgument } from "../../../grammar/ast.js";
import type { ForeachCommand } from "../../../grammar/commands/foreach.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { hasErrors } from "../../diagnostics/diagnostic.js";
import { eachField } from "../../plan/build/index.js";
import { renameParts, writeMarks } from "../../plan/each-field.js";
import type { LogicalPlan, NamedExpression } from "../../plan/plan.js";
import { wildcardOverOpen } from "../wildcard-over-open.js";
import { hasWildcard, matchName } from "../../plan/wildcard-names.js";
import type { SourceText } from "../../source/source-text.js";
import type { LowerContext } from "../context.js";
import { expandNames } from "../expand-names.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";

/**
 * `foreach`: its template once for every field that matches, `<<FIELD>>`, `<<MATCHSTR>>` and `<<MATCHSEG1>>` to
 * `<<MATCHSEG3>>` replaced in the text. Over events, not all of whose fields are known, the columns that the template
 * sets wait for the rows. The modes that go through the values of one field have no step in the plan.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Foreach
 */
export function lowerForeach(
  command: ForeachCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  if (command.mode !== "multifield") return refuseOption(command, `mode=${command.mode}`, context);
  const [option] = command.options;
  if (option !== undefined) return refuseOption(command, option.name, context);
  if (input.row.open && command.fields.every(({ pattern }) => hasWildcard(pattern)))
    return overEvents(command, input, context);
  const names = expandNames(command.fields, "foreach", scopeOf(input.row, context), { internal: false });
  if (names === undefined) return undefined;
  let plan: LogicalPlan | undefined = input;
  for (const { name, pattern } of names) {
    if (plan === undefined) return undefined;
    const text = writeMarks(command.template.value, name, matchName(pattern.pattern, name) ?? []);
    const pipeline = parseTemplate(command.template, text, context);
    plan = pipeline && context.lowerPipeline(pipeline, plan);
  }
  return plan;
}

function parseTemplate(template: TextArgument, body: string, context: LowerContext): Pipeline | undefined {
  const text = body.trimStart().startsWith("|") ? body : `| ${body}`;
  const source: SourceText = {
    name: template.span.source.name,
    text,
    segments: [{ start: 0, end: text.length, origin: template.span, verbatim: false }],
  };
  const { pipeline, diagnostics } = parseSearch(source);
  for (const diagnostic of diagnostics) context.report(diagnostic);
  if (pipeline === undefined || hasErrors(diagnostics)) return undefined;
  const closing = pipeline.commands.find(({ kind }) => kind === "stats" || kind === "table");
  if (closing !== undefined) {
    context.report(lowerDiagnostics["template-command"](template.span, { command: closing.kind }));
    return undefined;
  }
  return pipeline;
}

/**
 * The template once, with names that no field has; in the columns that it sets the marks stand in their place again. A
 * mark in a text would be taken for the text itself where the value is worked out before the rows are there.
 */
function overEvents(
  command: ForeachCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { template, fields } = command;
  const stem = unusedName(template.value);
  const parts = ["A", "B", "C"].map((letter) => `${stem}${letter}`);
  const whole = `${stem}F`;
  const pipeline = parseTemplate(template, writeMarks(template.value, whole, parts), context);
  const plan = pipeline && context.lowerPipeline(pipeline, input);
  if (plan === undefined) return undefined;
  const marks = [
    [parts.join(""), "<<MATCHSTR>>"],
    [whole, "<<FIELD>>"],
    ...parts.map((part, index) => [part, `<<MATCHSEG${index + 1}>>`] as const),
  ] as const;
  const withMarks = (text: string): string =>
    marks.reduce((marked, [name, mark]) => marked.replaceAll(name, mark), text);
  const columns = columnsSet(plan, input)?.map((column) => renameParts(column, withMarks));
  // A mark in a pattern, or a step other than `eval`, is nothing that a column could hold.
  if (columns === undefined || mentions(columns, stem) || textsHold(pipeline, stem)) {
    const [first] = fields;
    context.report(wildcardOverOpen(input.row, spanOf(first, command), "foreach"));
    return undefined;
  }
  return eachField(
    input,
    fields.map(({ pattern }) => pattern),
    columns,
    command.span,
  );
}

/** Whether a text of the template has a name in it. */
function textsHold(node: unknown, name: string): boolean {
  if (Array.isArray(node)) return node.some((part) => textsHold(part, name));
  if (typeof node !== "object" || node === null) return false;
  if ("kind" in node && node.kind === "eval-string") return mentions(node, name);
  return Object.entries(node).some(([key, part]) => key !== "span" && textsHold(part, name));
}

function spanOf(field: FieldPattern | undefined, command: ForeachCommand): FieldPattern["span"] {
  return field?.span ?? command.span;
}

function unusedName(text: string): string {
  let name = "eachfield";
  while (text.includes(name)) name += "x";
  return name;
}

/** The columns that `eval` steps set between two plans, in order; `undefined` where another step lies between. */
function columnsSet(plan: LogicalPlan, input: LogicalPlan): readonly NamedExpression[] | undefined {
  if (plan === input) return [];
  if (plan.kind !== "extend") return undefined;
  const before = columnsSet(plan.input, input);
  return before === undefined ? undefined : [...before, ...plan.columns];
}

function mentions(node: unknown, name: string): boolean {
  return JSON.stringify(node, (key, part: unknown) => (key === "span" ? undefined : part)).includes(name);
}
