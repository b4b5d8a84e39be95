import type { ScalarExpression } from "../../../plan/expression.js";
import type { GroupKey, LogicalPlan } from "../../../plan/plan.js";
import type { EventBranch, EventShape } from "../../../plan/shape/shape.js";
import { shapeOf } from "../../../plan/shape/shape-of.js";
import { targetDiagnostics } from "../../../diagnostics/codes/target.js";
import type { BackendContext, OutputColumn, Transformed } from "../../../target/backend.js";
import { bindingFacts, bindScan, type ScanBinding } from "../../../target/bind.js";
import { numberSetting } from "../../../target/settings.js";
import { dropDecoration } from "../../shared/drop-decoration.js";
import { entityFields } from "../../shared/rule-text.js";
import { boolean, type Expression } from "../../shared/expression.js";
import { simplified } from "../../shared/simplify.js";
import { conjunction, disjunction, translateTruth } from "../../shared/truth.js";
import { constructText } from "../../shared/construct-text.js";
import { bindPredicate } from "./bind-predicate.js";
import type { EqlQuery } from "./eql-query.js";
import { eqlDialect } from "./eql-tests.js";
import { eventCategory } from "./event-category.js";
import { simplifyEql } from "./simplify-eql.js";

/**
 * An event query for a plan that gives events: every aggregate only groups them. What only shows a result is dropped,
 * by name; keys become the grouping of the rule's alerts where the rule takes so many.
 */
export function transformEql(plan: LogicalPlan, context: BackendContext): Transformed<EqlQuery> | undefined {
  const shape = shapeOf(plan);
  if (shape.kind !== "events") {
    context.report(
      targetDiagnostics.unsupported(shape.kind === "threshold" ? shape.aggregate.span : shape.span, {
        construct: constructText(shape.kind === "threshold" ? shape.aggregate.span : shape.span),
        language: "EQL",
        reason: "an event query returns events, not groups or combinations of them",
      }),
    );
    return undefined;
  }
  const branches = shape.branches.map((branch) => eventQuery(branch, context));
  if (!branches.every((branch) => branch !== undefined)) return undefined;
  const [first] = branches;
  if (first === undefined) return undefined;
  const apart = branches.findIndex(({ binding }) => binding.table !== first.binding.table);
  if (apart !== -1) {
    const span = (shape.branches[apart] ?? shape.branches[0])?.scan.span ?? plan.span;
    context.report(
      targetDiagnostics.unsupported(span, {
        construct: constructText(span),
        language: "EQL",
        reason: "the events lie in several indices, and a query reads all its indices alike",
      }),
    );
    return undefined;
  }

  for (const { what, span } of shape.decoration) dropDecoration(context, what, span);
  const output = outputColumns(shownKeys(shape.keys, plan), first.binding, context);
  const groupBy = grouping(shownKeys(shape.keys, plan), output, context);
  const sameCategory = branches.every(({ category }) => category === first.category);
  const condition = disjunction(
    branches.map((branch) =>
      conjunction([...(sameCategory ? [] : categoryTest(branch.category)), branch.condition]),
    ),
  );
  const simple = simplified(condition, simplifyEql);
  if (simple.kind === "boolean" && !simple.value) {
    context.report(targetDiagnostics["never-true"](plan.span, { target: context.profile.title }));
    return undefined;
  }
  const bindings = new Map(branches.map(({ binding }) => [binding.source.id, binding]));
  return {
    tree: {
      category: sameCategory ? first.category : "any",
      condition: simple,
      index: first.binding.table.split(",").map((pattern) => pattern.trim()),
      groupBy,
    },
    fidelity: "events",
    bindings: [...bindings.values()].map(bindingFacts),
    output,
  };
}

interface EventQuery {
  readonly binding: ScanBinding;
  readonly category: string;
  readonly condition: Expression;
}

function eventQuery({ scan, predicate }: EventBranch, context: BackendContext): EventQuery | undefined {
  const binding = bindScan(scan, context, predicate);
  if (binding === undefined) return undefined;
  const { category, rest } = eventCategory(binding.filter);
  const home = allTrue(rest, new Set(), context);
  if (predicate === undefined) return home && { binding, category, condition: home };
  const bound = bindPredicate(predicate, binding, context);
  const tests = bound && allTrue([bound.predicate], bound.several, context);
  if (home === undefined || tests === undefined) return undefined;
  return { binding, category, condition: conjunction([home, tests]) };
}

function allTrue(
  predicates: readonly ScalarExpression[],
  several: ReadonlySet<string>,
  context: BackendContext,
): Expression | undefined {
  const dialect = eqlDialect({ context, several });
  const tests = predicates.map((predicate) => translateTruth(predicate, "true", dialect));
  return tests.every((test) => test !== undefined) ? conjunction([boolean(true), ...tests]) : undefined;
}

function categoryTest(category: string): readonly Expression[] {
  if (category === "any") return [];
  return [
    {
      kind: "operation",
      operator: "==",
      operands: [
        { kind: "name", name: "event.category" },
        { kind: "text", value: category },
      ],
    },
  ];
}

/** The keys by the names that the result shows them under. */
function shownKeys(keys: EventShape["keys"], plan: LogicalPlan): EventShape["keys"] {
  return keys.map((key) => ({ ...key, name: shownName(key.name, plan) }));
}

function shownName(key: string, plan: LogicalPlan): string {
  if (plan.kind === "scan" || plan.kind === "union" || plan.kind === "aggregate") return key;
  const below = shownName(key, plan.input);
  if (plan.kind !== "rename") return below;
  return plan.columns.find(({ from }) => from === below)?.to ?? below;
}

/**
 * The keys, as far as each is a column. Where nothing groups the events, an entity is a field of the event itself; behind
 * an aggregate a name may mean something else.
 */
function outputColumns(
  keys: EventShape["keys"],
  binding: ScanBinding,
  { detection }: BackendContext,
): readonly OutputColumn[] {
  const named = keys.flatMap(({ name, expression }) =>
    expression.kind === "field" ? [[name, expression.name]] : [],
  );
  const entities = keys.length === 0 ? entityFields(detection).map((field) => [field, field]) : [];
  return [...named, ...entities].flatMap(([field = "", source = ""]) => {
    const column = plainColumn(source, binding);
    return column === undefined ? [] : [{ field, column }];
  });
}

function plainColumn(field: string, binding: ScanBinding): string | undefined {
  const bound = binding.field(field);
  if (bound?.kind !== "bound") return undefined;
  let shown: ScalarExpression | undefined = bound.expression;
  // A column in Splunk's spelling is shown in its own.
  while (shown?.kind === "call" && shown.function === "replace") shown = shown.arguments[0];
  return shown?.kind === "column" ? shown.name : undefined;
}

/** All keys, or none: a grouping by some of them would put alerts together that the search keeps apart. */
function grouping(
  keys: readonly GroupKey[],
  output: readonly OutputColumn[],
  context: BackendContext,
): readonly string[] {
  const most = numberSetting(context.profile.settings, "suppressionKeys");
  const columns = keys.map(({ name }) => output.find(({ field }) => field === name)?.column);
  if (keys.length > 0 && keys.length <= most && columns.every((column) => column !== undefined))
    return [...new Set(columns)];
  for (const { name, span } of keys) dropDecoration(context, `grouping by \`${name}\``, span);
  return [];
}
