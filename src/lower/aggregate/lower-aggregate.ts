import type { Aggregate, FieldPattern, WildcardPattern } from "../../../grammar/ast.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { fieldReference } from "../../plan/build/index.js";
import { dumpExpression } from "../../plan/dump-expression.js";
import type { GroupKey, NamedAggregate } from "../../plan/plan.js";
import { columnOf } from "../../plan/row-type.js";
import { typeOf } from "../../plan/type-of.js";
import { allOrNone } from "../all-or-none.js";
import { AbsentFields } from "../expression/absent-fields.js";
import { lowerValue } from "../expression/eval-expression.js";
import type { UnknownValues } from "../unknown-values.js";
import { wildcardOverOpen } from "../wildcard-over-open.js";
import type { EvalScope } from "../expression/eval-scope.js";
import { resolveField, type ResolvingScope } from "../expression/field.js";
import { suggest } from "../../diagnostics/suggest.js";
import { aggregateFunctions, refusedAggregates, type AggregateMeaning } from "./aggregate-functions.js";
import { hasWildcard, matchingNames, matchName, substitute } from "../../plan/wildcard-names.js";

/** Where aggregates stand: which field of the rows a name means. */
export interface AggregateScope extends EvalScope, ResolvingScope {
  /** Where a value may be unknown as long as it only shows; absent: nowhere. */
  readonly unknownValues?: UnknownValues;
  /** The names that later commands read, where none of them takes fields by a wildcard. */
  readonly demanded?: ReadonlySet<string>;
  /** The names of keys and of aggregates that are written out. */
  readonly writtenOut?: ReadonlySet<string>;
}

/**
 * The aggregates of a command, wildcards written out; `undefined` when an error was reported. A wildcard leaves out the
 * keys, and two columns of one name are an error unless they say the same; where a wildcard gives one of them it is not
 * documented which of the two there is. Over a field that no row has an aggregate gives nothing and is left out, as long
 * as another column is left.
 */
export function lowerAggregates(
  aggregates: readonly Aggregate[],
  scope: AggregateScope,
  keys: readonly GroupKey[] = [],
): readonly NamedAggregate[] | undefined {
  const names = new Set(keys.map(({ name }) => name));
  const absent = new AbsentFields();
  const writtenOut = new Set([...names, ...aggregates.map(({ alias, text }) => alias?.name ?? text)]);
  const lowered = allOrNone(aggregates, (aggregate) => {
    const written = lowerAggregate(aggregate, { ...scope, absent: absent.add, writtenOut });
    const wild = aggregate.argument?.kind === "field" && hasWildcard(aggregate.argument.field.pattern);
    return written
      ?.filter(({ argument }) => !wild || !isKey(argument, names))
      .map((named): Written => ({ named, wild }));
  })?.flat();
  const empty = lowered?.length === 0 && keys.length === 0;
  absent.report(scope, empty ? "error" : "warning");
  return lowered === undefined || (empty && absent.any) ? undefined : withoutRepeats(lowered, names, scope);
}

function isKey(argument: NamedAggregate["argument"], keys: ReadonlySet<string>): boolean {
  return argument?.kind === "field" && keys.has(argument.name);
}

interface Written {
  readonly named: NamedAggregate;
  /** Whether a wildcard stands for it. */
  readonly wild: boolean;
}

function withoutRepeats(
  aggregates: readonly Written[],
  keys: ReadonlySet<string>,
  scope: AggregateScope,
): readonly NamedAggregate[] | undefined {
  const seen = new Map<string, Written>();
  let complete = true;
  for (const { named, wild } of aggregates) {
    const before = seen.get(named.name);
    if (!keys.has(named.name) && (before === undefined || sameAggregate(before.named, named))) {
      seen.set(named.name, before ?? { named, wild });
      continue;
    }
    const reason = lowerDiagnostics["repeated-column"](named.span, { name: named.name });
    const either = before !== undefined && before.wild !== wild ? scope.unknownValues : undefined;
    if (either === undefined) {
      scope.report(reason);
      complete = false;
      continue;
    }
    const unknown = either.add([reason], scope.row, named.span);
    const { name, span } = named;
    seen.set(name, { named: { name, function: "values", argument: unknown, span }, wild });
  }
  return complete ? [...seen.values()].map(({ named }) => named) : undefined;
}

function sameAggregate(first: NamedAggregate, second: NamedAggregate): boolean {
  const text = ({ function: id, argument, condition, parameter }: NamedAggregate) =>
    [id, parameter, ...[argument, condition].map((part) => part && dumpExpression(part))].join(" ");
  return text(first) === text(second);
}

function lowerAggregate(aggregate: Aggregate, scope: AggregateScope): readonly NamedAggregate[] | undefined {
  const meaning = meaningOf(aggregate, scope);
  if (meaning === undefined) return undefined;
  const { argument } = aggregate;
  if (argument === undefined) return lowerBare(aggregate, meaning, scope);
  if (argument.kind === "expression") {
    const one = lowerComputed(aggregate, argument.expression, meaning, scope);
    return one === undefined ? undefined : [one];
  }
  if (hasWildcard(argument.field.pattern)) return lowerWildcard(aggregate, argument.field, meaning, scope);
  const name = nameOf(aggregate, scope);
  const field = resolveField(argument.field, givesNothing(meaning) ? scope : withoutAbsent(scope));
  if (field === undefined || name === undefined) return undefined;
  return field === "absent" ? [] : [{ ...base(aggregate, meaning, name), argument: field }];
}

function meaningOf(aggregate: Aggregate, scope: AggregateScope): AggregateMeaning | undefined {
  const { function: name, parameter, span } = aggregate;
  const meaning = aggregateFunctions.get(name);
  if (meaning === undefined) {
    scope.report(
      refusedAggregates.has(name)
        ? lowerDiagnostics["refused-aggregate"](span, { name })
        : lowerDiagnostics["unknown-aggregate"](span, {
            name,
            suggestion: suggest(name, aggregateFunctions.keys()),
          }),
    );
    return undefined;
  }
  const wrongNumber =
    meaning.percentile === true
      ? parameter === undefined || parameter < 0 || parameter > 100
      : parameter !== undefined;
  if (!wrongNumber) return meaning;
  scope.report(
    lowerDiagnostics["unknown-aggregate"](span, { name: `${name}${parameter ?? ""}`, suggestion: undefined }),
  );
  return undefined;
}

function lowerBare(
  aggregate: Aggregate,
  meaning: AggregateMeaning,
  scope: AggregateScope,
): readonly NamedAggregate[] | undefined {
  if (meaning.function !== "count") {
    // Without an argument it would stand for every field there is, which Splunk itself calls deprecated.
    scope.report(lowerDiagnostics["aggregate-without-field"](aggregate.span, { name: aggregate.function }));
    return undefined;
  }
  const name = nameOf(aggregate, scope);
  return name === undefined ? undefined : [base(aggregate, meaning, name)];
}

/** `count(eval(p))` counts the rows where p is true; any other aggregate takes the expression's value. */
function lowerComputed(
  aggregate: Aggregate,
  expression: Parameters<typeof lowerValue>[0],
  meaning: AggregateMeaning,
  scope: AggregateScope,
): NamedAggregate | undefined {
  const name = nameOf(aggregate, scope);
  const lowered = lowerValue(expression, scope);
  if (lowered === undefined || name === undefined) return undefined;
  const isTest = typeOf(lowered, scope.row).type === "boolean";
  if (!isTest) return { ...base(aggregate, meaning, name), argument: lowered };
  if (meaning.function === "count") return { ...base(aggregate, meaning, name), condition: lowered };
  scope.report(lowerDiagnostics["aggregate-of-test"](expression.span, { name: aggregate.function }));
  return undefined;
}

function lowerWildcard(
  aggregate: Aggregate,
  argument: FieldPattern,
  meaning: AggregateMeaning,
  scope: AggregateScope,
): readonly NamedAggregate[] | undefined {
  if (scope.row.open) return lowerDemanded(aggregate, argument, meaning, scope);
  const names = matchingNames(argument.pattern, scope.row);
  // A wildcard does not stand for the internal fields, whose names begin with `_`.
  const shown = names.filter(({ name }) => !name.startsWith("_") || argument.name.startsWith("_"));
  return shown.map(({ name, parts }) => {
    const call = `${aggregate.function}${aggregate.parameter ?? ""}(${name})`;
    const alias = aggregate.alias === undefined ? call : substitute(aggregate.alias.pattern, parts);
    return { ...base(aggregate, meaning, alias), argument: fieldReference(name, argument.span) };
  });
}

/** Whether an aggregate over no value has none itself, as all have that do not count. */
function givesNothing({ function: id }: AggregateMeaning): boolean {
  return id !== "count" && id !== "distinct-count" && id !== "estimated-distinct-count";
}

function withoutAbsent({ absent: _, ...scope }: AggregateScope): AggregateScope {
  return scope;
}

/** A wildcard over events, not all of whose fields are known: those that are asked for later; the others only show. */
function lowerDemanded(
  aggregate: Aggregate,
  argument: FieldPattern,
  meaning: AggregateMeaning,
  scope: AggregateScope,
): readonly NamedAggregate[] | undefined {
  const reason = wildcardOverOpen(scope.row, argument.span, aggregate.text);
  if (scope.demanded === undefined || scope.unknownValues === undefined) {
    scope.report(reason);
    return undefined;
  }
  scope.report(lowerDiagnostics["left-out"](reason.span, { reason: reason.message }));
  scope.unknownValues.drop(`aggregate \`${aggregate.text}\``, aggregate.span);
  const call = `${aggregate.function}${aggregate.parameter ?? ""}`;
  const written: WildcardPattern = [
    { kind: "text", text: `${call}(` },
    ...argument.pattern,
    { kind: "text", text: ")" },
  ];
  return [...scope.demanded].flatMap((name): readonly NamedAggregate[] => {
    const parts = matchName(aggregate.alias?.pattern ?? written, name);
    const field = parts === undefined ? undefined : substitute(argument.pattern, parts);
    if (field === undefined || field.startsWith("_") || columnOf(scope.row, field) === undefined) return [];
    // A field that only might exist does not dispute the name of a column that is written out.
    if (scope.writtenOut?.has(name) === true && !scope.row.columns.has(field)) return [];
    return [{ ...base(aggregate, meaning, name), argument: fieldReference(field, argument.span) }];
  });
}

function nameOf(aggregate: Aggregate, scope: AggregateScope): string | undefined {
  const { alias, text } = aggregate;
  if (alias === undefined) return text;
  if (!hasWildcard(alias.pattern)) return alias.name;
  scope.report(lowerDiagnostics["wildcard-name"](alias.span, { name: alias.name }));
  return undefined;
}

function base(aggregate: Aggregate, meaning: AggregateMeaning, name: string): NamedAggregate {
  return {
    name,
    function: meaning.function,
    ...(meaning.percentile === true && aggregate.parameter !== undefined
      ? { parameter: aggregate.parameter }
      : {}),
    span: aggregate.span,
  };
}
