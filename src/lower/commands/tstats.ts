import type { GroupByField, SearchExpression } from "../../../grammar/ast.js";
import type { TstatsCommand, TstatsSource } from "../../../grammar/commands/tstats.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { aggregate, extend, literal } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { joinSpans } from "../../source/source-text.js";
import { lowerAggregates, type AggregateScope } from "../aggregate/lower-aggregate.js";
import { lowerKeys } from "../aggregate/lower-keys.js";
import { spanOfTime } from "../aggregate/time-span.js";
import type { LowerContext } from "../context.js";
import { AbsentFields } from "../expression/absent-fields.js";
import { resolveField, type ResolvingScope } from "../expression/field.js";
import { refuseOption } from "../refuse-option.js";
import { takeChildDataSets } from "../routing/child-data-set.js";
import { dataModelSource, modelField, type DataModel } from "../routing/data-model.js";
import { readSources } from "../routing/first-search.js";
import { isOriginKey, isRecordField, routingTests } from "../routing/routing-term.js";
import { selectSources } from "../routing/select-sources.js";
import { splitSearch } from "../routing/split-search.js";
import { scopeOf } from "../scope-of.js";
import { joinSubsearches } from "../subsearch/join-subsearches.js";

/**
 * `tstats`: groups of a data model's events, or of events by their indexed fields. `where` is the search language;
 * a group whose key is missing is left out unless `fillnull_value` gives it a text. Which summaries are read and in
 * what portions (`summariesonly`, `allow_old_summaries`, `chunk_size`, `include_reduced_buckets`) does not change what
 * the search means.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Tstats
 */
export function lowerTstats(
  command: TstatsCommand,
  input: LogicalPlan | undefined,
  context: LowerContext,
): LogicalPlan | undefined {
  if (input !== undefined) return refuseOption(command, "a position after another command", context);
  if (command.prestats) return refuseOption(command, "prestats", context);
  if (command.append) return refuseOption(command, "append", context);
  if (command.local) return refuseOption(command, "local", context);
  const model = command.from === undefined ? undefined : modelOf(command.from, context);
  if (command.from !== undefined && model === undefined) return undefined;
  const read = readEvents(command, model, context);
  return read === undefined ? undefined : group(command, read, model, context);
}

function modelOf(from: TstatsSource, context: LowerContext): DataModel | undefined {
  if (from.kind === "datamodel") return dataModelSource(from.model, from.dataset, from.name.span, context);
  context.report(
    lowerDiagnostics["refused-source"](from.name.span, { kind: from.kind, name: from.name.name }),
  );
  return undefined;
}

function readEvents(
  command: TstatsCommand,
  model: DataModel | undefined,
  context: LowerContext,
): LogicalPlan | undefined {
  const split = splitSearch(command.where, context);
  if (split === undefined) return undefined;
  const { condition, kinds } =
    model === undefined
      ? { condition: split.condition, kinds: [] }
      : takeChildDataSets(split.condition, model.source);
  if (model !== undefined && reportNarrowed(condition, model, context)) return undefined;
  const sources = model === undefined ? selectSources(condition, command.span, context) : [model.source];
  if (sources === undefined) return undefined;
  const plan = readSources(
    {
      sources,
      expression: condition,
      time: split.time,
      span: command.span,
      kinds: [...(model?.kind === undefined ? [] : [model.kind]), ...kinds],
      ...resolving(model),
    },
    context,
  );
  if (plan === undefined) return undefined;
  return joinSubsearches(plan, split.subsearches, context, (name, span) =>
    model === undefined ? name : modelField(name, span, model, context),
  );
}

/** A data model whose events are narrowed to those of one log source is neither the model nor the source. */
function reportNarrowed(
  condition: SearchExpression | undefined,
  { source, dataset }: DataModel,
  context: LowerContext,
): boolean {
  const narrowing = routingTests(condition, context.options.catalog).filter(
    ({ key, meaning }) =>
      isOriginKey(key) &&
      !isRecordField(source, key) &&
      (meaning.kind !== "sources" || meaning.spellings.every((spelling) => spelling.source !== source.id)) &&
      meaning.kind !== "neutral",
  );
  for (const { field, spelled, key, value } of narrowing)
    context.report(
      lowerDiagnostics["narrowed-data-model"](joinSpans(field.span, spelled.span), {
        term: `${key}=${value}`,
        dataset,
        by: key === "nodename" ? "node" : "origin",
      }),
    );
  return narrowing.length > 0;
}

function group(
  command: TstatsCommand,
  input: LogicalPlan,
  model: DataModel | undefined,
  context: LowerContext,
): LogicalPlan | undefined {
  const scope: AggregateScope = { ...scopeOf(input.row, context), ...resolving(model) };
  const { fillNullValue } = command;
  const fill =
    fillNullValue === undefined ? undefined : { text: fillNullValue.value, span: fillNullValue.span };
  const { keys: by, leftover } = spanOfTime(command.by);
  if (leftover !== undefined) return refuseOption(command, "span without `_time`", context);
  const spanned = by.map((key) =>
    key.field.name === "_time" && key.bucket === undefined
      ? context.automaticSpans.choose(key, command.kind)
      : key,
  );
  const { present, filled } =
    fill === undefined ? { present: spanned, filled: [] } : filledKeys(spanned, scope);
  const keys = lowerKeys(present, scope, fill);
  const aggregates = lowerAggregates(command.aggregates, scope, keys);
  if (keys === undefined || aggregates === undefined) return undefined;
  const groups = aggregate(input, keys, aggregates, command.span);
  if (fill === undefined || filled.length === 0) return groups;
  const columns = filled.map(({ field, span }) => ({
    name: field.name,
    expression: literal(fill.text, fill.span),
    span,
  }));
  return extend(groups, columns, command.span);
}

/** Keys that no event has are the same text in every group, as long as another key makes groups. */
function filledKeys(
  by: readonly GroupByField[],
  scope: AggregateScope,
): { readonly present: readonly GroupByField[]; readonly filled: readonly GroupByField[] } {
  const absent = new AbsentFields();
  const filled = by.filter(({ field }) => resolveField(field, { ...scope, absent: absent.add }) === "absent");
  if (filled.length === by.length) return { present: by, filled: [] };
  absent.report(scope, "warning");
  return { present: by.filter((key) => !filled.includes(key)), filled };
}

/** The names of a data model's fields carry the name of its data set. */
function resolving(model: DataModel | undefined): Pick<ResolvingScope, "resolve"> {
  if (model === undefined) return {};
  return { resolve: (field, scope) => modelField(field.name, field.span, model, scope) };
}
