import type { WildcardPattern } from "../../../grammar/ast.js";
import { sigmaDiagnostics } from "../../diagnostics/codes/sigma.js";
import { targetDiagnostics } from "../../diagnostics/codes/target.js";
import { fieldOf } from "../../plan/log-source.js";
import type { GroupKey } from "../../plan/plan.js";
import type { EventBranch } from "../../plan/shape/shape.js";
import { conjunction } from "../../plan/build/index.js";
import type { ScalarExpression } from "../../plan/expression.js";
import type { Span } from "../../source/source-text.js";
import type { BackendContext, Transformed } from "../../target/backend.js";
import { bindingFacts, bindScan, requireField, type ScanBinding } from "../../target/bind.js";
import { plainField } from "../../target/event-constraint.js";
import type { BoundField } from "../../target/profile.js";
import { detectionSection } from "./document/detection-section.js";
import { alwaysColumns, isAlways } from "./group-field.js";
import { all, any, test, type Logic } from "./logic/logic.js";
import { translatePredicate, type PredicateContext } from "./logic/predicate.js";
import { logSourceOf, type SigmaRule, type SigmaRules } from "./rule.js";
import { sigmaSettings } from "./sigma-settings.js";

/** A branch of a plan with what its scan is bound to and its predicate in Sigma's logic. */
export interface BoundBranch {
  readonly binding: ScanBinding;
  readonly logic: Logic;
}

/**
 * Binds and translates every branch; reports all that stands in the way, and gives `undefined` then. Where the matches
 * are grouped by `keys`, a branch that takes every event takes those that have the keys.
 */
export function boundBranches(
  branches: readonly EventBranch[],
  span: Span,
  context: BackendContext,
  keys: readonly GroupKey[] = [],
): readonly BoundBranch[] | undefined {
  const bound = branches.map((branch) => boundBranch(branch, context));
  const complete = bound.filter((branch) => branch !== undefined);
  if (complete.length < bound.length) return undefined;
  const possible = complete.filter(({ logic }) => logic.kind !== "constant" || logic.value);
  if (possible.length === 0) {
    context.report(targetDiagnostics["never-true"](span, { target: context.profile.title }));
    return undefined;
  }
  const tested = possible.map((branch) =>
    branch.logic.kind === "constant" ? { ...branch, logic: hasKeys(keys, branch) } : branch,
  );
  if (tested.some(({ logic }) => logic.kind === "constant")) {
    context.report(sigmaDiagnostics["every-event"](span, {}));
    return undefined;
  }
  return tested;
}

function hasKeys(keys: readonly GroupKey[], { binding }: BoundBranch): Logic {
  return all(
    keys.flatMap(({ expression }) => {
      const bound = expression.kind === "field" ? binding.field(expression.name) : undefined;
      return bound?.kind === "bound" && bound.expression.kind === "column"
        ? [test(bound.expression.name, ["exists"], true)]
        : [];
    }),
  );
}

function boundBranch(branch: EventBranch, context: BackendContext): BoundBranch | undefined {
  const { scan, predicate } = branch;
  const bound = boundTo(bindScan(scan, context, predicate), branch, context);
  if (scan.source.kind !== "log")
    context.report(
      sigmaDiagnostics["not-an-event-search"](scan.span, { construct: "a scan of no log source" }),
    );
  if (bound?.logic.kind !== "constant" || predicate === undefined) return bound;
  // A category that is all the search asks for leaves no test; the service that it is part of does.
  const silent = { ...context, report: () => undefined };
  return boundTo(bindScan(scan, silent), branch, silent) ?? bound;
}

function boundTo(
  binding: ScanBinding | undefined,
  { predicate }: EventBranch,
  context: BackendContext,
): BoundBranch | undefined {
  if (binding === undefined) return undefined;
  const predicates = [binding.filter, predicate && withoutKinds(predicate, binding)].filter(
    (test) => test !== undefined,
  );
  const parts = predicates.map((test) => translatePredicate(test, predicateContext(binding, context)));
  const complete = parts.filter((part) => part !== undefined);
  return complete.length < parts.length ? undefined : { binding, logic: all(complete) };
}

/** A predicate without the tests that each event of a log source passes because the log source holds only such. */
function withoutKinds(predicate: ScalarExpression, { source, kinds }: ScanBinding): ScalarExpression {
  const operands = predicate.kind === "and" ? predicate.operands : [predicate];
  const kept = operands.filter((operand) => {
    const values = valuesOf(operand);
    return !kinds.some((kind) =>
      [...kind].some(
        ([field, set]) =>
          set.kind === "in" &&
          plainField(source, values.field) === field &&
          [...set.values].every((value) => values.options.has(value)),
      ),
    );
  });
  return kept.length === operands.length ? predicate : conjunction(kept, predicate.span);
}

/** The values with which a field passes a test, in lower case; none where the test asks for anything else. */
function valuesOf(test: ScalarExpression): { readonly field: string; readonly options: ReadonlySet<string> } {
  if (
    test.kind === "compare" &&
    test.operator === "=" &&
    test.left.kind === "field" &&
    test.right.kind === "literal"
  )
    return { field: test.left.name, options: new Set([String(test.right.value).toLowerCase()]) };
  if (test.kind === "one-of" && test.value.kind === "field")
    return {
      field: test.value.name,
      options: new Set(test.options.map(({ value }) => String(value).toLowerCase())),
    };
  if (test.kind !== "or") return { field: "", options: new Set() };
  const parts = test.operands.map(valuesOf);
  const [first] = parts;
  return first === undefined || parts.some(({ field }) => field !== first.field)
    ? { field: "", options: new Set() }
    : { field: first.field, options: new Set(parts.flatMap(({ options }) => [...options])) };
}

/** A pattern of names as it is written, whose names have no `*` themselves. */
function patternOf(text: string): WildcardPattern {
  return text
    .split(/(\*)/)
    .filter((part) => part !== "")
    .map((part) => (part === "*" ? { kind: "any" } : { kind: "text", text: part }));
}

function predicateContext(binding: ScanBinding, context: BackendContext): PredicateContext {
  const known = new Map<string, BoundField | undefined>();
  const { product } = logSourceOf(binding.table);
  const columns = alwaysColumns(binding);
  const { folders } = sigmaSettings(context.profile);
  return {
    // Windows and the products that run on it part their paths with a backslash, everything else with a slash.
    pathColumn: (column) => ({
      separator: product === "windows" ? "\\" : "/",
      folder: folders.get(column) ?? "sometimes",
    }),
    each: (pattern) => binding.each(patternOf(pattern)),
    report: (diagnostic) => context.report(diagnostic),
    accepts: (difference) => context.settings.accept.has(difference),
    differ: (difference) => context.differ(difference),
    isAlways: (name) => isAlways(name, binding),
    isAlwaysColumn: (column) => columns.has(column),
    bind(reference) {
      const { name } = reference;
      if (!known.has(name)) known.set(name, typed(requireField(reference, binding, context), name, binding));
      return known.get(name);
    },
  };
}

/** Sigma gives fields no types: a column is of the type that the field has in its source. */
function typed(bound: BoundField | undefined, name: string, { source }: ScanBinding): BoundField | undefined {
  return bound?.expression.kind === "column" && fieldOf(source, name)?.type === "number"
    ? { ...bound, type: "number" }
    : bound;
}

/** The events of a branch that pass further tests as well; `undefined` where a test cannot be said. */
export function withTests(
  { binding, logic }: BoundBranch,
  tests: readonly ScalarExpression[],
  context: BackendContext,
): BoundBranch | undefined {
  const parts = tests.map((test) => translatePredicate(test, predicateContext(binding, context)));
  const complete = parts.filter((part) => part !== undefined);
  return complete.length < parts.length ? undefined : { binding, logic: all([logic, ...complete]) };
}

/** One rule for each log source: branches that read the same one are alternatives in its detection. */
export function rulesOf(
  branches: readonly BoundBranch[],
  fields: readonly string[],
  context: BackendContext,
): readonly SigmaRule[] {
  const byTable = new Map<string, readonly BoundBranch[]>();
  for (const branch of branches) {
    const { table } = branch.binding;
    byTable.set(table, [...(byTable.get(table) ?? []), branch]);
  }
  return [...byTable.values()].map((alternatives) => ruleOf(alternatives, fields, context));
}

/** A rule over branches of one log source, which are alternatives in its detection. */
export function ruleOf(
  branches: readonly BoundBranch[],
  fields: readonly string[],
  { profile }: BackendContext,
): SigmaRule {
  const { shortNames } = sigmaSettings(profile);
  return {
    logsource: logSourceOf(branches[0]?.binding.table ?? ""),
    detection: detectionSection(any(branches.map(({ logic }) => logic)), shortNames),
    fields,
  };
}

export function bindingsOf(branches: readonly BoundBranch[]): Transformed<SigmaRules>["bindings"] {
  const bindings = branches.map(({ binding }) => bindingFacts(binding));
  return bindings.filter(
    ({ source, table }, index) =>
      bindings.findIndex((other) => other.source === source && other.table === table) === index,
  );
}
