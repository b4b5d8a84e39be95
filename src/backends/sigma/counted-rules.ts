import { sigmaDiagnostics } from "../../diagnostics/codes/sigma.js";
import type { ScalarExpression } from "../../plan/expression.js";
import type { NamedAggregate } from "../../plan/plan.js";
import type { ThresholdShape } from "../../plan/shape/shape.js";
import type { BackendContext, OutputColumn } from "../../target/backend.js";
import { ruleOf, withTests, type BoundBranch } from "./branches.js";
import { fieldCases } from "./field-cases.js";
import { groupings, hasColumn, isInEveryEvent, takesMissing, takesWhole } from "./group-field.js";
import type { SigmaRule } from "./rule.js";

/** Rules whose matches are counted together, and the fields that they are grouped by. */
export interface CountedRules {
  readonly bound: readonly BoundBranch[];
  readonly rules: readonly SigmaRule[];
  readonly groupBy: readonly string[];
  /** For a key that is not the same field in all rules: its field in each of them. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  /** The field of which distinct values count. */
  readonly field?: string;
  readonly output: readonly OutputColumn[];
}

interface Alternative {
  readonly branch: BoundBranch;
  readonly columns: readonly string[];
  readonly field?: string;
}

/**
 * A rule for the events of each log source that are grouped by the same fields; `counted` is what distinct values are
 * counted of. Reports what stands in the way, and gives `undefined` then.
 */
export function countedRules(
  bound: readonly BoundBranch[],
  { keys, aggregate }: Pick<ThresholdShape, "keys" | "aggregate">,
  counted: NamedAggregate | undefined,
  context: BackendContext,
): CountedRules | undefined {
  const alternatives: Alternative[] = [];
  const namings = new Map<string, readonly string[]>();
  let failed = false;
  for (const branch of bound) {
    const found = groupings(keys, branch.binding, context);
    const value = counted && countedField(counted, branch, context);
    if (found === undefined || (counted !== undefined && value === undefined)) {
      failed = true;
      continue;
    }
    for (const { fields, when } of found) {
      const tested = withTests(branch, [...when, ...(value?.when ?? [])], context);
      if (tested === undefined) failed = true;
      else if (tested.logic.kind !== "constant" || tested.logic.value)
        alternatives.push({
          branch: tested,
          columns: fields.map(({ column }) => column),
          ...(value === undefined ? {} : { field: value.column }),
        });
      const names = fields.map(({ name }) => name);
      namings.set(JSON.stringify(names), names);
    }
  }
  const [first] = alternatives;
  if (failed || first === undefined) return undefined;
  if (namings.size > 1 || alternatives.some(({ field }) => field !== first.field)) {
    const count = new Set(bound.map(({ binding }) => binding.table)).size;
    context.report(sigmaDiagnostics["threshold-over-sources"](aggregate.span, { count }));
    return undefined;
  }
  const rules = [...together(alternatives).values()];
  const aliases = new Map<string, readonly string[]>();
  const [names = []] = namings.values();
  const groupBy = first.columns.map((column, index) => {
    const columns = rules.map((rule) => rule[0]?.columns[index] ?? column);
    if (columns.every((other) => other === column)) return column;
    const name = names[index] ?? column;
    aliases.set(name, columns);
    return name;
  });
  return {
    bound,
    rules: rules.map((each) =>
      ruleOf(
        each.map(({ branch }) => branch),
        [],
        context,
      ),
    ),
    groupBy: [...new Set(groupBy)],
    aliases,
    ...(first.field === undefined ? {} : { field: first.field }),
    output: groupBy.map((column, index) => ({ field: names[index] ?? column, column })),
  };
}

/** Alternatives that read one log source and group by the same fields of it. */
function together(alternatives: readonly Alternative[]): ReadonlyMap<string, readonly Alternative[]> {
  const rules = new Map<string, Alternative[]>();
  for (const alternative of alternatives) {
    const id = [alternative.branch.binding.table, ...alternative.columns].join("\n");
    rules.set(id, [...(rules.get(id) ?? []), alternative]);
  }
  return rules;
}

interface CountedField {
  readonly column: string;
  readonly when: readonly ScalarExpression[];
}

function countedField(
  { argument, name, span }: NamedAggregate,
  { binding }: BoundBranch,
  context: BackendContext,
): CountedField | undefined {
  const bound = argument?.kind === "field" ? binding.field(argument.name) : undefined;
  const [only, ...more] = (argument && fieldCases(argument, binding)) ?? [];
  if (
    only !== undefined &&
    more.length === 0 &&
    argument?.kind === "field" &&
    bound?.kind === "bound" &&
    !bound.multivalue
  ) {
    if (only.isEnd === true && !takesWhole(span, name, [only.column], context)) return undefined;
    if (bound.fill === undefined || isInEveryEvent(argument.name, binding)) return only;
    const refused = sigmaDiagnostics["counted-fill"](span, {
      column: name,
      field: argument.name,
      fill: bound.fill,
    });
    return takesMissing(refused, context)
      ? { ...only, when: [...only.when, hasColumn(only.column, span)] }
      : undefined;
  }
  context.report(sigmaDiagnostics["computed-count"](span, { column: name }));
  return undefined;
}
