import type { LogicalPlan, Scan } from "../../plan/plan.js";
import { scansOf } from "../../plan/visitor.js";
import type { BackendContext, OutputColumn, Transformed } from "../../target/backend.js";
import { dropDecoration } from "../shared/drop-decoration.js";
import { print } from "./print.js";
import { sentinelSettings } from "./settings.js";
import type { KqlQuery } from "./tree.js";
import { checkNearRealTime } from "./transform/near-real-time.js";
import { fieldUses } from "./transform/field-uses.js";
import { neededFields } from "./transform/needed-fields.js";
import { finished } from "./transform/output.js";
import { mergeProjections } from "./transform/merge-projections.js";
import { relationOf } from "./transform/relations.js";
import { withoutRepeats } from "./transform/repeats.js";
import { Session, type Asked, type LookupTables } from "./transform/session.js";
import { withUnescaped } from "./transform/unescaped.js";

/**
 * A plan as KQL. A first pass finds out which fields are used more than once, so that the second can give them a
 * column; what cannot be held is reported, all of it.
 */
export function transform(plan: LogicalPlan, context: BackendContext): Transformed<KqlQuery> | undefined {
  const found = transformWith(plan, context, "in the query");
  const { query: longest } = sentinelSettings(context.profile).limits;
  const fits = found === undefined || print(found.result.tree).length <= longest;
  // A rule holds no longer query: tables of lookups that stand in it become watchlists.
  const last =
    fits || found.result.tree.form === "defender" ? found : transformWith(plan, context, "in watchlists");
  for (const [what, span] of last?.leftOut ?? []) dropDecoration(context, what, span);
  return last && { ...last.result, tree: fitted(last.result.tree, longest) };
}

/** The query, and where it is too long with what it says again and again in columns. */
function fitted(tree: KqlQuery, longest: number): KqlQuery {
  return print(tree).length <= longest ? tree : withoutRepeats(tree);
}

interface Found {
  readonly result: Transformed<KqlQuery>;
  readonly leftOut: Session["leftOut"];
}

function transformWith(plan: LogicalPlan, context: BackendContext, tables: LookupTables): Found | undefined {
  const scans = scansOf(plan);
  const needed = neededFields(plan, context.detection);
  const { first, probe, asked } = probed(plan, context, needed, tables);
  const session = new Session(
    context,
    plan,
    probe === undefined
      ? new Map<Scan, ReadonlySet<string>>()
      : fieldUses(probe.query, scans, first.stagedFields),
    first.tableColumns,
    needed,
    tables,
    asked,
  );
  const near = session.form === "nrt";
  if (near) checkNearRealTime(plan, session);
  const found = queryOf(plan, session);
  if (found === undefined || session.refused) return undefined;
  const result: Transformed<KqlQuery> = {
    tree: mergeProjections(found.query),
    fidelity: near ? "events" : "rows",
    bindings: session.bindings,
    output: found.output,
  };
  return { result, leftOut: session.leftOut };
}

interface Probe {
  readonly first: Session;
  readonly probe: ReturnType<typeof queryOf>;
  readonly asked: Asked;
}

/** Passes over the plan until none asks for more: a column that tells which rows have a text may need another one. */
function probed(
  plan: LogicalPlan,
  context: BackendContext,
  needed: ReadonlySet<string>,
  tables: LookupTables,
  asked: Asked = new Map(),
): Probe {
  const silent = { ...context, report: () => undefined };
  const first = new Session(silent, plan, new Map(), new Set(), needed, tables, asked);
  first.probing = true;
  const probe = queryOf(plan, first);
  if (first.asked.size === 0) return { first, probe, asked };
  const more = [...first.asked].map(
    ([step, columns]) => [step, new Set([...(asked.get(step) ?? []), ...columns])] as const,
  );
  return probed(plan, context, needed, tables, new Map([...asked, ...more]));
}

function queryOf(
  plan: LogicalPlan,
  session: Session,
): { readonly query: KqlQuery; readonly output: readonly OutputColumn[] } | undefined {
  const relation = relationOf(plan, session);
  if (relation === undefined) return undefined;
  const { relation: last, output } = finished(relation, session);
  return {
    query: withUnescaped({
      lets: session.lets,
      body: last.pipeline,
      form: session.form,
      lookbackSeconds: session.lookbackSeconds,
    }),
    output,
  };
}
