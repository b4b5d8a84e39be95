import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { targetDiagnostics } from "../diagnostics/codes/target.js";
import { EvaluationContext } from "../evaluate/context.js";
import type { LookupRows } from "../evaluate/lookup-rows.js";
import type { GroupKey, LogicalPlan, Lookup, NamedExpression, Scan } from "../plan/plan.js";
import { columnOf } from "../plan/row-type.js";
import { inputsOf } from "../plan/visitor.js";
import type { Span } from "../source/source-text.js";
import { resolveScan, type BindingContext } from "./bind.js";
import {
  anyValue,
  isNeverTrue,
  noValue,
  possibleValues,
  together,
  type KnownFields,
  type PossibleValues,
} from "./possible-values.js";
import { valuesOfFilter } from "./values-of-filter.js";

/**
 * Finds a plan that gives no row, whatever the events: a filter that is false, or one that asks a column for a value
 * that what it is bound to cannot hold (the last part of a path for a backslash, a group of a pattern for a character
 * that it does not take, a mapped value for one that the map does not have, a column that the home's filter reads for
 * another value, a column of a lookup table for a text of no row). Such a rule would look right and never fire:
 * `target/never-true`.
 */
export function checkReachable(
  plan: LogicalPlan,
  context: BindingContext,
  rowsOf: (table: string) => LookupRows | undefined,
): readonly Diagnostic[] {
  const { closedBy } = reach(plan, {
    rowsOf,
    fieldsOf: (scan) => {
      const binding = resolveScan(scan, context, plan);
      const columns = valuesOfFilter(binding?.filter);
      return (name) => {
        const field = binding?.field(name);
        if (field?.kind !== "bound") return anyValue;
        // Of several values, the filter tells that one of them is what it asks for.
        const values = possibleValues(field.expression, field.multivalue ? unknown : columns);
        return withFill(values, field.fill, scan.span);
      };
    },
    // The tests are asked about literals only: nothing of them depends on the time or on tables.
    evaluation: new EvaluationContext({ now: 0 }),
  });
  return closedBy === undefined
    ? []
    : [targetDiagnostics["never-true"](closedBy, { target: context.profile.title })];
}

const unknown: KnownFields = () => anyValue;

/** The values of a column of a data model, which has its fill where the events have nothing. */
function withFill(values: PossibleValues, fill: string | undefined, span: Span): PossibleValues {
  if (fill === undefined || !values.missing) return values;
  const filled = { kind: "literal", value: fill, span } as const;
  return { ...values, missing: false, literals: values.literals?.concat(filled) };
}

interface Reach {
  /** What lets no row pass, where no row can come. */
  readonly closedBy: Span | undefined;
  readonly known: KnownFields;
}

interface ReachContext {
  readonly rowsOf: (table: string) => LookupRows | undefined;
  readonly fieldsOf: (scan: Scan) => KnownFields;
  readonly evaluation: EvaluationContext;
}

function reach(plan: LogicalPlan, context: ReachContext): Reach {
  const inputs = inputsOf(plan).map((input) => reach(input, context));
  const [first = { closedBy: undefined, known: unknown }, second] = inputs;
  switch (plan.kind) {
    case "scan":
      return { closedBy: undefined, known: context.fieldsOf(plan) };
    case "filter": {
      const closed = isNeverTrue(plan.predicate, first.known, context.evaluation);
      return closed ? { ...first, closedBy: first.closedBy ?? plan.predicate.span } : first;
    }
    case "extend":
      return { ...first, known: plan.columns.reduce(withColumn, first.known) };
    case "rename": {
      const before = new Map(plan.columns.map(({ from, to }) => [to, from]));
      return { ...first, known: (column) => first.known(before.get(column) ?? column) };
    }
    case "aggregate":
      return {
        // Without keys there is one row even where no event came.
        closedBy: plan.keys.length === 0 ? undefined : first.closedBy,
        known: plan.keys.reduce((known, key) => withKey(known, key, first.known), unknown),
      };
    case "union": {
      const open = inputs.some(({ closedBy }) => closedBy === undefined);
      return { closedBy: open ? undefined : first.closedBy, known: unknown };
    }
    case "join": {
      const needsBoth = plan.type === "inner" || plan.type === "semi";
      return { closedBy: first.closedBy ?? (needsBoth ? second?.closedBy : undefined), known: unknown };
    }
    case "lookup":
      return { ...first, known: withLookup(plan, first.known, context.rowsOf(plan.table)) };
    case "window":
    case "unnest":
    case "each-field":
    case "transaction":
    case "reshape":
      return { ...first, known: unknown };
    case "project":
    case "sort":
    case "limit":
    case "distinct":
      return first;
    default:
      return plan satisfies never;
  }
}

function withColumn(known: KnownFields, { name, expression }: NamedExpression): KnownFields {
  const values = possibleValues(expression, known);
  return (column) => (column === name ? values : known(column));
}

/** A lookup gives the cells of a table, or its default; without either a row keeps what it had. */
function withLookup(plan: Lookup, known: KnownFields, table: LookupRows | undefined): KnownFields {
  const columns = new Map(plan.outputs.map(({ field, column }) => [field, column]));
  return (field) => {
    const column = columns.get(field);
    if (column === undefined) return known(field);
    if (table === undefined) return anyValue;
    const hasDefault = table.minMatches > 0 && table.defaultMatch !== "";
    const cells = new Set(table.rows.flatMap((row) => row.get(column) ?? []));
    if (hasDefault) cells.add(table.defaultMatch);
    const literals = [...cells].map((value) => ({ kind: "literal", value, span: plan.span }) as const);
    const given = { missing: !hasDefault, literals, characters: [] };
    if (hasDefault && plan.mode === "overwrite") return given;
    const before = columnOf(plan.input.row, field) === undefined ? noValue : known(field);
    return together([given, before]);
  };
}

function withKey(known: KnownFields, { name, expression, fill }: GroupKey, before: KnownFields): KnownFields {
  const { literals, ...values } = possibleValues(expression, before);
  const filled = { ...values, literals: fill === undefined ? literals : literals?.concat(fill) };
  return (column) => (column === name ? filled : known(column));
}
