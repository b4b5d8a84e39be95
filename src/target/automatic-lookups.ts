import * as build from "../plan/build/index.js";
import { addedField, type AddedField, type ShippedLookup } from "../plan/shipped-lookup.js";
import { fieldsOf } from "../plan/expression-visitor.js";
import type { LogicalPlan, Lookup, Scan } from "../plan/plan.js";
import { prune } from "../plan/prune/prune.js";
import { expressionsOf, mapPlan, walkPlan } from "../plan/visitor.js";
import { canBindField, resolveScan, type BindingContext, type ScanBinding } from "./bind.js";
import { requiredFields } from "../plan/required-fields.js";

/**
 * The plan with the lookups written out that Splunk asks for every event (`dest_category` by `dest`), where a target
 * keeps such lookups under their names. Only a field that decides is worth one, and that no column has: what only shows is
 * dropped, so that a rule needs no list of assets for it.
 *
 * @see https://docs.splunk.com/Documentation/ES/8.0.0/Admin/ConfigureAssetIdentityCorrelation
 */
export function withAutomaticLookups(plan: LogicalPlan, context: BindingContext): LogicalPlan {
  const { automaticLookups } = context.profile;
  if (!mentions(plan, automaticLookups)) return plan;
  const pruned = prune(plan, (scan, field) => canBindField(scan, field, context, plan)).plan;
  const wanted = new Map<Scan, readonly Wanted[]>();
  for (const [scan, fields] of requiredFields(pruned)) {
    const binding = resolveScan(scan, context, pruned);
    if (binding === undefined) continue;
    wanted.set(
      scan,
      fields.flatMap(({ name: field }) => {
        const found = isBound(binding, field) ? undefined : addedField(automaticLookups, field);
        return found === undefined || !isBound(binding, found.comparedField) ? [] : [{ ...found, field }];
      }),
    );
  }
  return withLookups(plan, wanted, "overwrite");
}

/**
 * The plan with those of these lookups written out that have rows, for events that lack what Splunk would add; an event
 * that was recorded behind them keeps what it has.
 */
export function withGivenLookups(
  plan: LogicalPlan,
  lookups: readonly ShippedLookup[],
  hasRows: (table: string) => boolean,
): LogicalPlan {
  const given = lookups.filter(({ name }) => hasRows(name));
  if (!mentions(plan, given)) return plan;
  const wanted = new Map<Scan, readonly Wanted[]>();
  for (const [scan, fields] of requiredFields(plan))
    wanted.set(
      scan,
      fields.flatMap(({ name: field }) => {
        const found = addedField(given, field);
        return found === undefined ? [] : [{ ...found, field }];
      }),
    );
  return withLookups(plan, wanted, "keep-existing");
}

type Wanted = AddedField & { readonly field: string };

function withLookups(
  plan: LogicalPlan,
  wanted: ReadonlyMap<Scan, readonly Wanted[]>,
  mode: Lookup["mode"],
): LogicalPlan {
  return mapPlan(plan, (step) => {
    const added = step.kind === "scan" ? (wanted.get(step) ?? []) : [];
    const compared = new Map(added.map((each) => [`${each.table} ${each.comparedField}`, each]));
    return [...compared.values()].reduce<LogicalPlan>(
      (input, { table, key, comparedField }) =>
        build.lookup(
          input,
          {
            table,
            keys: [{ column: key, field: comparedField }],
            outputs: added
              .filter((each) => each.table === table && each.comparedField === comparedField)
              .map(({ column, field }) => ({ column, field })),
            mode,
            manyMatches: "unknown",
            always: false,
          },
          step.span,
        ),
      step,
    );
  });
}

/** A value that the target spells another way finds no row. */
function isBound(binding: ScanBinding, field: string): boolean {
  const found = binding.field(field);
  return found?.kind === "bound" && found.comparable !== false;
}

/** Whether a plan names a field that one of the lookups adds. */
function mentions(plan: LogicalPlan, lookups: readonly ShippedLookup[]): boolean {
  if (lookups.length === 0) return false;
  let found = false;
  walkPlan(plan, (step) => {
    found ||= namesIn(step).some((name) => addedField(lookups, name) !== undefined);
  });
  return found;
}

function namesIn(step: LogicalPlan): readonly string[] {
  const own = [...step.row.columns.keys(), ...expressionsOf(step).flatMap((each) => [...fieldsOf(each)])];
  switch (step.kind) {
    case "rename":
      return [...own, ...step.columns.map(({ from }) => from)];
    case "distinct":
      return [...own, ...step.columns];
    case "sort":
      return [...own, ...step.keys.map(({ name }) => name)];
    case "lookup":
      return [...own, ...step.keys.map(({ field }) => field)];
    default:
      return own;
  }
}
