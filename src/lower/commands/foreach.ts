import { parseSearch } from "../../../grammar/parser.js";
import type { FieldPattern, TextArgument } from "../../../grammar/ast.js";
import type { ForeachCommand } from "../../../grammar/commands/foreach.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { hasErrors } from "../../diagnostics/diagnostic.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { SourceText } from "../../source/source-text.js";
import type { LowerContext } from "../context.js";
import { expandNames } from "../expand-names.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";
import { matchName } from "../wildcard-names.js";

/**
 * `foreach`: its template once for every field that matches, `<<FIELD>>`, `<<MATCHSTR>>` and `<<MATCHSEG1>>` to
 * `<<MATCHSEG3>>` replaced in the text. The modes that go through the values of one field have no step in the plan.
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
  const names = expandNames(command.fields, "foreach", scopeOf(input.row, context), { internal: false });
  if (names === undefined) return undefined;
  let plan: LogicalPlan | undefined = input;
  for (const { name, pattern } of names) {
    plan = plan === undefined ? undefined : runTemplate(command.template, name, pattern, plan, context);
  }
  return plan;
}

function runTemplate(
  template: TextArgument,
  name: string,
  pattern: FieldPattern,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const body = instantiate(template.value, name, pattern);
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
  return context.lowerPipeline(pipeline, input);
}

function instantiate(template: string, name: string, pattern: FieldPattern): string {
  const parts = matchName(pattern.pattern, name) ?? [];
  return template
    .replaceAll("<<FIELD>>", () => name)
    .replaceAll("<<MATCHSTR>>", () => parts.join(""))
    .replaceAll(/<<MATCHSEG([123])>>/gu, (_, index: string) => parts[Number(index) - 1] ?? "");
}
