import { compile, type Compiler } from "../../../src/compile.js";
import type { ConfiguredTarget } from "../../../src/target/configured-target.js";
import type { TargetOutcome } from "../../../src/target/outcome.js";
import { lookupRows } from "../../../src/cli/search-context.js";
import type { Detection } from "../../../src/detection/detection.js";
import type { LogicalPlan } from "../../../src/plan/plan.js";
import type { WitnessCase } from "../../../src/witness/witness-event.js";
import { witnesses } from "../../../src/witness/witnesses.js";
import { conform, type Subject, type Verdict, type World } from "./conform.js";
import type { Runner } from "./runners.js";
import { withOtherCase, withSiteRows } from "./site-rows.js";
import { smallestSearch } from "./smallest-search.js";

/** What became of one artifact. */
export interface Executed {
  readonly detection: Detection;
  readonly target: string;
  readonly language: string;
  readonly text: string;
  readonly verdict: Verdict | { readonly kind: "not run"; readonly reason: string };
}

/** Compiles every detection and runs each artifact on the engine of its language; `done` hears of each that is through. */
export async function executeAll(
  compiler: Compiler,
  runners: readonly Runner[],
  settings: { readonly now: number; readonly seed: number },
  wanted: (detection: Detection) => boolean,
  done: (executed: readonly Executed[]) => void = () => undefined,
): Promise<readonly Executed[]> {
  const world: World = {
    content: compiler.content,
    catalog: compiler.catalog,
    lookups: lookupRows(compiler.content.lookups),
    ...settings,
  };
  const execute = async (detection: Detection): Promise<readonly Executed[]> => {
    const { understood, targets } = compile(detection, compiler);
    const { plan } = understood;
    if (plan === undefined) return [];
    const cases = witnesses(plan, world);
    const results = await Promise.all(
      compiler.targets.map(async (target) => {
        const outcome = targets.get(target.target.id);
        if (outcome?.status !== "compiled" || target.target.authored !== undefined) return [];
        const executed = await executeOne({ detection, plan, target, outcome }, cases, runners, world);
        return Promise.all(
          executed.map((each) => smallest(each, { ...compiler, targets: [target] }, runners, world)),
        );
      }),
    );
    done(results.flat());
    return results.flat();
  };
  return (await inLanes(compiler.content.detections.filter(wanted), lanes, execute)).flat();
}

/** A difference with the fewest steps of the search that still show one. */
async function smallest(
  executed: Executed,
  compiler: Compiler,
  runners: readonly Runner[],
  world: World,
): Promise<Executed> {
  if (executed.verdict.kind !== "different") return executed;
  let found = executed;
  const [target] = compiler.targets;
  await smallestSearch(executed.detection, async (detection) => {
    const { understood, targets } = compile(detection, compiler);
    const { plan } = understood;
    const outcome = target && targets.get(target.target.id);
    if (plan === undefined || target === undefined || outcome?.status !== "compiled") return false;
    const [again] = await executeOne(
      { detection, plan, target, outcome },
      witnesses(plan, world),
      runners,
      world,
    );
    if (again?.verdict.kind !== "different" || again.language !== executed.language) return false;
    found = again;
    return true;
  });
  return found;
}

/** How many detections are under way at a time, so that the engines always have something to do. */
const lanes = 4;

/** The results of all items in their order, some items being worked on at the same time. */
async function inLanes<Item, Result>(
  items: readonly Item[],
  count: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Map<number, Result>();
  const queue = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) results.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: count }, lane));
  return [...results].sort(([left], [right]) => left - right).map(([, result]) => result);
}

interface Compiled {
  readonly detection: Detection;
  readonly plan: LogicalPlan;
  readonly target: ConfiguredTarget;
  readonly outcome: Extract<TargetOutcome, { readonly status: "compiled" }>;
}

async function executeOne(
  { detection, plan, target, outcome: { query, artifacts } }: Compiled,
  cases: readonly WitnessCase[],
  runners: readonly Runner[],
  world: World,
): Promise<readonly Executed[]> {
  const runner = runners.find((each) => each.target === target.target.id && each.language === query.language);
  const language = target.target.languages.find((each) => each.language === query.language);
  const rules = artifacts.filter(({ kind }) => kind === "rule").map(({ text }) => text);
  const record = { detection, target: target.target.id, language: query.language };
  if (runner === undefined || language === undefined || "unavailable" in runner.compare) {
    const reason =
      runner !== undefined && "unavailable" in runner.compare
        ? runner.compare.unavailable
        : `no engine for ${query.language} exists in public`;
    return [{ ...record, text: rules.join("\n"), verdict: { kind: "not run", reason } }];
  }
  const { compare, limits, emptyIsMissing } = runner;
  const text = runner.text(rules.join("\n---\n"));
  const filled = withSiteRows(plan, query, target.profile, world);
  const subject: Subject = { detection, plan: filled?.plan ?? plan, target, language, query, text };
  const verdict = await conform(
    subject,
    filled === undefined ? cases : withOtherCase(witnesses(filled.plan, filled.world), filled.plan),
    filled?.world ?? world,
    { compare, limits, emptyIsMissing },
  );
  return [{ ...record, text, verdict }];
}
