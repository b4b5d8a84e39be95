import { compile, type Compiler } from "../../../src/compile.js";
import type { ConfiguredTarget } from "../../../src/target/configured-target.js";
import type { TargetOutcome } from "../../../src/target/outcome.js";
import { lookupRows } from "../../../src/cli/search-context.js";
import { translateSearch } from "../../../src/cli/translate.js";
import type { Event } from "../../../src/evaluate/value.js";
import type { DataModelRule } from "../../../src/ingest/rules.js";
import { scansOf } from "../../../src/plan/visitor.js";
import { EventRouter } from "../../../src/testing/event-router.js";
import type { WitnessCase } from "../../../src/witness/witness-event.js";
import { conform, sourceRows, type Subject, type World } from "../execute/conform.js";
import type { Runner } from "../execute/runners.js";

/** What became of a recorded event at a target. */
export type Found =
  /** The note tells columns that show another value: those that the catalog gives to be shown and not compared. */
  | { readonly kind: "found"; readonly note?: string }
  /** The target's columns do not hold what the search asks for, or its engine says otherwise. */
  | { readonly kind: "missed"; readonly reason: string }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "cannot"; readonly reason: string };

export interface Judged {
  readonly target: string;
  readonly language: string;
  readonly found: Found;
}

/** How long before the search an event lies. */
const age = 1800;

/**
 * Carries a recorded event into the columns of each target by the catalog, and asks the target's engine whether the
 * compiled query finds it. A text says why the search itself does not find the event.
 */
export async function judge(
  search: { readonly name: string; readonly text: string },
  events: readonly Event[],
  compiler: Compiler,
  models: readonly DataModelRule[],
  runners: readonly Runner[],
  now: number,
): Promise<readonly Judged[] | string> {
  const { detection } = translateSearch(search, compiler);
  const { understood, targets } = compile(detection, compiler);
  const { plan } = understood;
  if (plan === undefined)
    return understood.diagnostics
      .filter(({ severity }) => severity === "error")
      .map(({ code }) => code)
      .join(", ");
  const router = new EventRouter(compiler.catalog, models);
  const seen = scansOf(plan).flatMap((scan) =>
    events.flatMap((event) => {
      const view = router.viewFor(scan, event);
      return view === undefined ? [] : [{ scan, note: "recorded", fields: { ...view, _time: now - age } }];
    }),
  );
  const world: World = {
    content: compiler.content,
    catalog: compiler.catalog,
    lookups: lookupRows(compiler.content.lookups),
    now,
    seed: 1,
  };
  const whole = seen.map(({ fields, ...rest }, id) => ({ id, ...rest, carried: [], event: fields }));
  if (seen.length === 0) return "the event is of another log source than the search";
  if (sourceRows({ plan }, whole, world).length === 0) return "no row";
  const recorded: WitnessCase = { name: "recorded", events: seen };
  return Promise.all(
    compiler.targets.flatMap((target) => {
      const outcome = targets.get(target.target.id);
      if (outcome === undefined || !runners.some((runner) => runner.target === target.target.id)) return [];
      return [atTarget({ detection, plan }, target, outcome, recorded, runners, world)];
    }),
  );
}

async function atTarget(
  { detection, plan }: Pick<Subject, "detection" | "plan">,
  target: ConfiguredTarget,
  outcome: TargetOutcome,
  recorded: WitnessCase,
  runners: readonly Runner[],
  world: World,
): Promise<Judged> {
  const { id } = target.target;
  if (outcome.status !== "compiled") {
    const errors = outcome.diagnostics.filter(({ severity }) => severity === "error");
    const reason = errors.map(({ code, message }) => `${code} ${message}`).join("; ");
    return { target: id, language: "", found: { kind: "refused", reason } };
  }
  const { query, artifacts } = outcome;
  const said = (found: Found): Judged => ({ target: id, language: query.language, found });
  const language = target.target.languages.find((each) => each.language === query.language);
  const runner = runners.find((each) => each.target === id && each.language === query.language);
  if (runner === undefined || language === undefined)
    return said({ kind: "cannot", reason: "there is no engine" });
  const { compare, limits, emptyIsMissing } = runner;
  if ("unavailable" in compare) return said({ kind: "cannot", reason: compare.unavailable });
  const rules = artifacts.filter(({ kind }) => kind === "rule").map(({ text }) => text);
  const subject: Subject = {
    detection,
    plan,
    target,
    language,
    query,
    text: runner.text(rules.join("\n---\n")),
  };
  const verdict = await conform(subject, [recorded], world, { compare, limits, emptyIsMissing });
  switch (verdict.kind) {
    case "agreed":
      return said({ kind: "found" });
    case "cannot":
      return said(verdict);
    case "no event":
      return said({ kind: "missed", reason: "the target's columns do not hold what the search asks for" });
    case "rejected":
      return said({ kind: "missed", reason: `rejected: ${verdict.reason}` });
    case "different": {
      const { onlySource, onlyTarget } = verdict.difference;
      const rows = `${onlySource.join("; ")} as ${onlyTarget.join("; ")}`;
      return said(
        onlySource.length === onlyTarget.length
          ? { kind: "found", note: `shown otherwise: ${rows}` }
          : { kind: "missed", reason: `the engine does not find what the search finds: ${rows}` },
      );
    }
    default:
      return verdict satisfies never;
  }
}
