import type { WildcardPattern } from "../../grammar/ast.js";
import { catalogDiagnostics } from "../diagnostics/codes/catalog.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { mapExpression } from "../plan/expression-visitor.js";
import type { FieldReference, ScalarExpression } from "../plan/expression.js";
import { unqualified, type EventKind, type LogSource } from "../plan/log-source.js";
import type { LogFormat, LogicalPlan, Scan } from "../plan/plan.js";
import type { BackendContext, BindingFacts } from "./backend.js";
import { bindEach } from "./bind-each.js";
import { bindModelField, modelFilter, type EventsOf } from "./bind-events-of.js";
import { bindField } from "./bind-field.js";
import {
  eventConstraint,
  isPlan,
  testKind,
  valuesWanted,
  withDerived,
  type EventConstraint,
} from "./event-constraint.js";
import { fieldsAskedFor } from "./fields-asked-for.js";
import { columnProblem, tableProblem, type NameRules } from "./name-rules.js";
import type { BoundField, FieldBinding, Home } from "./profile.js";

/** A log source in one home of a target. */
export interface ScanBinding {
  readonly source: LogSource;
  readonly home: Home;
  readonly table: string;
  /** The form of the log that the search names. */
  readonly format?: LogFormat;
  /** Rows of the table that belong to the source; over the target's columns. */
  readonly filter?: ScalarExpression;
  readonly connectors: readonly string[];
  /** The kinds of events of the source that the table holds, each of them one more condition; none: all events. */
  readonly kinds: readonly EventKind[];
  /** The events are those of a log that has none of the kinds which the data model leaves out. */
  readonly whole?: true;
  /** What a field of the source is here; `undefined` where the source has no such field. */
  field(name: string): FieldBinding | undefined;
  /** The values of all fields that a pattern names, in their order; `undefined` where the home cannot tell. */
  each(pattern: WildcardPattern): ScalarExpression | undefined;
}

/** What a rule says of a log source that it reads: the home that was chosen, and its table. */
export function bindingFacts({ source, home, table, connectors }: ScanBinding): BindingFacts {
  return {
    source: source.id,
    home: home.id,
    table,
    connectors,
    ...(home.custom === true ? { custom: true } : {}),
  };
}

/** What binding needs of a `BackendContext`. */
export type BindingContext = Pick<BackendContext, "profile" | "settings"> &
  Partial<Pick<BackendContext, "detection">>;

/** In `when:` of a home, the data sources that the detection declares. */
const declaredSources = "data source";

type Resolved =
  | { readonly kind: "resolved"; readonly binding: ScanBinding }
  | { readonly kind: "refused"; readonly diagnostic: Diagnostic };

/**
 * The home of a scan's log source: the one that detc.yml chose, else the default; of its variants the first that holds
 * all events which the search can read. `within` is the plan that the scan is part of, or the predicate of its events:
 * homes and derived fields may depend on the kind of events (Sysmon's `EventCode`, Entra's `category`).
 *
 * Reports `catalog/no-home`, `catalog/unknown-home`, `catalog/undetermined-home`, and gives `undefined` then; also for
 * a scan of a lookup table or of generated rows, without a report.
 */
export function bindScan(
  scan: Scan,
  context: BindingContext & Pick<BackendContext, "report">,
  within?: LogicalPlan | ScalarExpression,
): ScanBinding | undefined {
  const resolved = resolve(scan, context, within);
  if (resolved?.kind === "refused") context.report(resolved.diagnostic);
  return resolved?.kind === "resolved" ? resolved.binding : undefined;
}

/** The binding that `bindScan` gives, without a report. */
export function resolveScan(
  scan: Scan,
  context: BindingContext,
  within?: LogicalPlan | ScalarExpression,
): ScanBinding | undefined {
  const resolved = resolve(scan, context, within);
  return resolved?.kind === "resolved" ? resolved.binding : undefined;
}

/**
 * The column or expression of a field, placed at the reference. Reports `catalog/unmapped-field` or
 * `catalog/unknown-field` and gives `undefined` when there is none.
 */
export function requireField(
  reference: FieldReference,
  binding: ScanBinding,
  context: Pick<BackendContext, "profile" | "report">,
): BoundField | undefined {
  const found = binding.field(reference.name);
  if (found?.kind === "bound")
    return {
      ...found,
      expression: mapExpression(found.expression, (part) => ({ ...part, span: reference.span })),
    };
  context.report(
    found === undefined
      ? catalogDiagnostics["unknown-field"](reference.span, {
          field: reference.name,
          source: binding.source.id,
        })
      : catalogDiagnostics["unmapped-field"](reference.span, {
          field: reference.name,
          source: binding.source.id,
          target: context.profile.title,
          table: binding.table,
          reason: found.reason,
        }),
  );
  return undefined;
}

/** Whether a field of a scan has a column or expression in the home that the scan is bound to. Reports nothing. */
export function canBindField(
  scan: Scan,
  field: string,
  context: BindingContext,
  within?: LogicalPlan | ScalarExpression,
): boolean {
  return resolveScan(scan, context, within)?.field(field)?.kind === "bound";
}

function resolve(
  scan: Scan,
  { profile, settings, detection }: BindingContext,
  within: LogicalPlan | ScalarExpression | undefined,
): Resolved | undefined {
  if (scan.source.kind !== "log") return undefined;
  const { id } = scan.source;
  const refuse = (diagnostic: Diagnostic): Resolved => ({ kind: "refused", diagnostic });

  const homes = profile.sources.get(id);
  const chosen = settings.homes.get(id) ?? homes?.defaultHome;
  if (homes === undefined || chosen === undefined)
    return refuse(
      catalogDiagnostics["no-home"](scan.span, {
        source: id,
        target: profile.title,
        reason: homes?.missing ?? "no table is known for it",
      }),
    );
  const home = homes.homes.get(chosen);
  if (home === undefined)
    return refuse(
      catalogDiagnostics["unknown-home"](scan.span, {
        source: id,
        home: chosen,
        target: profile.title,
        known: [...homes.homes.keys()],
      }),
    );

  const declared = new Set(detection?.dataSources.map((name) => name.toLowerCase()));
  const withDeclared =
    (constraintOfEvents: EventConstraint): EventConstraint =>
    (field) =>
      field === declaredSources ? (declared.size > 0 ? declared : undefined) : constraintOfEvents(field);
  const constraint = withDeclared(eventConstraint(scan, homes.source, within));
  const asked =
    within === undefined || !isPlan(within)
      ? noFields
      : fieldsAskedFor(scan, homes.source, within, constraint);
  const { variant, kinds } = variantOf(home, constraint, asked);
  const refuseTable = (reason: string): Resolved =>
    refuse(catalogDiagnostics["no-home"](scan.span, { source: id, target: profile.title, reason }));
  if (variant.table === undefined)
    return refuse(
      catalogDiagnostics["undetermined-home"](scan.span, {
        source: id,
        target: profile.title,
        fields: [...new Set(home.variants.flatMap(({ when }) => [...when.keys()]))],
      }),
    );
  const problem =
    tableProblem(variant.table, profile.names) ??
    (variant.filter && columnProblem(variant.filter, profile.names));
  if (problem !== undefined) return refuseTable(problem);
  const { of } = variant;
  const whole: ScanBinding = {
    ...scanBinding(homes.source, variant, variant.table, kinds, constraint, profile.names),
    ...(scan.format === undefined ? {} : { format: scan.format }),
  };
  if (of === undefined) return { kind: "resolved", binding: whole };
  const inner = withDeclared(eventConstraint(scan, of.source, within, homes.source));
  const events = { model: homes.source, ...of, home: variantOf(of.home, inner).variant, constraint: inner };
  const filter = modelFilter(events, scan.span);
  if (filter?.kind === "missing") return refuseTable(filter.reason);
  return { kind: "resolved", binding: bindingOfEvents(whole, events, filter, profile.names) };
}

/** The binding of the events of another source: some rows of its table, with its fields. */
function bindingOfEvents(
  whole: ScanBinding,
  events: EventsOf,
  filter: BoundField | undefined,
  names: NameRules,
): ScanBinding {
  const filters = [whole.filter, filter?.expression].filter((each) => each !== undefined);
  const [only, ...more] = filters;
  return {
    ...whole,
    ...(events.source.models?.get(events.model.id)?.whole === true ? { whole: true } : {}),
    ...(only === undefined
      ? {}
      : { filter: more.length === 0 ? only : { kind: "and", operands: filters, span: only.span } }),
    field: remembered((name) => writable(bindModelField(name, events), names)),
  };
}

interface ChosenVariant {
  readonly variant: Home;
  readonly kinds: readonly EventKind[];
}

const noFields: ReadonlySet<string> = new Set();

/** The first variant that all events are of which the constraint leaves, and which have the fields that are asked for. */
function variantOf(home: Home, constraint: EventConstraint, asked = noFields): ChosenVariant {
  const fitting = home.variants.find(({ when }) => {
    const told = [...when].filter(([field, set]) => set.kind !== "present" || !asked.has(field));
    return testKind(new Map(told), constraint) === "all";
  });
  if (fitting === undefined) return { variant: home, kinds: [] };
  const { variant, kinds } = variantOf(fitting.home, constraint, asked);
  // The table that a variant shares with its home holds events of other kinds, too.
  return { variant, kinds: fitting.home.table === home.table ? kinds : [fitting.when, ...kinds] };
}

function scanBinding(
  source: LogSource,
  home: Home,
  table: string,
  kinds: readonly EventKind[],
  constraint: EventConstraint,
  names: NameRules,
): ScanBinding {
  return {
    source,
    home,
    table,
    ...(home.filter === undefined ? {} : { filter: home.filter }),
    connectors: home.connectors,
    kinds,
    field: remembered((name) => {
      const plain = unqualified(source, name);
      const known = withDerived(constraint, source, source, plain);
      const wanted = valuesWanted(plain, constraint, source);
      return writable(bindField(name, source, home, known, new Set(), wanted), names);
    }),
    each: (pattern) => bindEach(pattern, source, home),
  };
}

function remembered(bind: ScanBinding["field"]): ScanBinding["field"] {
  const known = new Map<string, FieldBinding | undefined>();
  return (name) => {
    if (!known.has(name)) known.set(name, bind(name));
    return known.get(name);
  };
}

/** A binding whose columns the target can name. */
function writable(binding: FieldBinding | undefined, names: NameRules): FieldBinding | undefined {
  if (binding?.kind !== "bound") return binding;
  const problem = columnProblem(binding.expression, names);
  return problem === undefined ? binding : { kind: "missing", reason: problem };
}
