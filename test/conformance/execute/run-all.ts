import { compile, type Compiler, type ConfiguredTarget, type TargetOutcome } from "../../../src/compile.js";
import { lookupRows } from "../../../src/cli/search-context.js";
import type { Detection } from "../../../src/detection/detection.js";
import type { LogicalPlan } from "../../../src/plan/plan.js";
import { witnesses, type WitnessCase } from "../../../src/witness/witness.js";
import type { PythonEnvironment } from "../python.js";
import {
  compareEql,
  compareSigma,
  queryOfJsonRule,
  type EqlCase,
  type EventIds,
  type SigmaCase,
} from "./compare-events.js";
import { compareKql, queryOfRule, type KqlCase, type KqlResult } from "./compare-kql.js";
import { conform, type Compare, type Subject, type Verdict, type World } from "./conform.js";
import { EngineProcess } from "./engine-process.js";

/** What became of one artifact. */
export interface Executed {
  readonly detection: Detection;
  readonly target: string;
  readonly language: string;
  readonly text: string;
  readonly verdict: Verdict | { readonly kind: "not run"; readonly reason: string };
}

interface Runner {
  readonly target: string;
  readonly language: string;
  readonly emptyIsMissing: boolean;
  text(rule: string): string;
  readonly compare: Compare;
}

/** Compiles every detection and runs each artifact on the engine of its language, one after the other. */
export async function executeAll(
  compiler: Compiler,
  python: PythonEnvironment,
  settings: { readonly now: number; readonly seed: number },
  wanted: (detection: Detection) => boolean,
): Promise<readonly Executed[]> {
  const kql = new EngineProcess<KqlCase, KqlResult>(python, "run_kql.py");
  const eql = new EngineProcess<EqlCase, EventIds>(python, "run_eql.py");
  const sigma = new EngineProcess<SigmaCase, EventIds>(python, "run_sigma.py");
  const runners: readonly Runner[] = [
    {
      target: "sentinel",
      language: "kql",
      emptyIsMissing: true,
      text: queryOfRule,
      compare: compareKql(kql),
    },
    {
      target: "elastic",
      language: "eql",
      emptyIsMissing: false,
      text: queryOfJsonRule,
      compare: compareEql(eql),
    },
    {
      target: "sigma",
      language: "sigma",
      emptyIsMissing: false,
      text: (rule) => rule,
      compare: compareSigma(sigma),
    },
  ];
  const world: World = {
    content: compiler.content,
    catalog: compiler.catalog,
    lookups: lookupRows(compiler.content.lookups),
    ...settings,
  };
  const done: Executed[] = [];
  try {
    for (const detection of compiler.content.detections.filter(wanted)) {
      const { understood, targets } = compile(detection, compiler);
      const { plan } = understood;
      if (plan === undefined) continue;
      const cases = witnesses(plan, world);
      // The engines work side by side; the order of the results is that of the targets.
      const results = await Promise.all(
        compiler.targets.map((target) => {
          const outcome = targets.get(target.target.id);
          return outcome?.status === "compiled" && target.target.authored === undefined
            ? executeOne({ detection, plan, target, outcome }, cases, runners, world)
            : [];
        }),
      );
      done.push(...results.flat());
    }
  } finally {
    for (const engine of [kql, eql, sigma]) engine.end();
  }
  return done;
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
  if (runner === undefined || language === undefined || rules.length === 0) {
    const reason = `no engine is set up for ${query.language}`;
    return [{ ...record, text: rules.join("\n"), verdict: { kind: "not run", reason } }];
  }
  const text = runner.text(rules.join("\n---\n"));
  const subject: Subject = { detection, plan, target, language, query, text };
  const verdict = await conform(subject, cases, world, runner.compare, runner.emptyIsMissing);
  return [{ ...record, text, verdict }];
}
