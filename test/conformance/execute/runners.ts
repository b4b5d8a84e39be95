import { fileURLToPath } from "node:url";
import { pythonEngine, type PythonEnvironment } from "../python.js";
import { compareEql, queryOfJsonRule, type EqlCase, type EventIds } from "./compare-events.js";
import { compareSigma, type SigmaCase, type SigmaResult } from "./compare-sigma.js";
import { compareEsql, type EsqlCase } from "./compare-esql.js";
import { compareKql, queryOfRule, type KqlCase } from "./compare-kql.js";
import type { Compare } from "./conform.js";
import { EnginePool, type Engine, type EngineCommand } from "./engine-process.js";
import { readLimits, type EngineLimit } from "./limits.js";
import type { QueryResult } from "./rows-comparison.js";

/** The engine of KQL is the slowest, and there are the most artifacts for it. */
const kqlProcesses = 2;

/** The engines that the machine has, and why it lacks the others. */
export interface Engines {
  readonly python: PythonEnvironment | Unavailable;
  readonly esql: EngineCommand | Unavailable;
}

export interface Unavailable {
  readonly unavailable: string;
}

/** Runs the artifacts of one language of a target. */
export interface Runner {
  readonly target: string;
  readonly language: string;
  /** Whether the target has no difference between an empty text and a missing one. */
  readonly emptyIsMissing: boolean;
  /** What the product would run, of a rule file. */
  text(rule: string): string;
  readonly limits: readonly EngineLimit[];
  /** Absent: the engine cannot be had, for a reason. */
  readonly compare: Compare | Unavailable;
}

/** The runners of all languages that have an engine, each with a process of its own until `end`. */
export function startRunners({ python, esql }: Engines): {
  readonly runners: readonly Runner[];
  readonly end: () => void;
} {
  const limits = readLimits(fileURLToPath(new URL("../engines/limits.yml", import.meta.url)));
  const started: { end(): void }[] = [];
  function start<Case, Result>(
    command: EngineCommand | Unavailable,
    compare: (engine: Engine<Case, Result>) => Compare,
    processes = 1,
  ): Compare | Unavailable {
    if ("unavailable" in command) return command;
    const engine = new EnginePool<Case, Result>(command, processes);
    started.push(engine);
    return compare(engine);
  }
  const script = (name: string) => ("unavailable" in python ? python : pythonEngine(python, name));
  const runner = (
    target: string,
    language: string,
    each: Omit<Runner, "target" | "language" | "limits">,
  ) => ({
    target,
    language,
    limits: limits.get(language) ?? [],
    ...each,
  });
  const runners: readonly Runner[] = [
    runner("sentinel", "kql", {
      emptyIsMissing: true,
      text: queryOfRule,
      compare: start<KqlCase, QueryResult>(script("run_kql.py"), compareKql, kqlProcesses),
    }),
    runner("elastic", "eql", {
      emptyIsMissing: false,
      text: queryOfJsonRule,
      compare: start<EqlCase, EventIds>(script("run_eql.py"), compareEql),
    }),
    runner("elastic", "esql", {
      emptyIsMissing: false,
      text: queryOfJsonRule,
      compare: start<EsqlCase, QueryResult>(esql, compareEsql),
    }),
    runner("sigma", "sigma", {
      emptyIsMissing: false,
      text: (rule) => rule,
      compare: start<SigmaCase, SigmaResult>(script("run_sigma.py"), compareSigma),
    }),
  ];
  return {
    runners,
    end: () => {
      for (const engine of started) engine.end();
    },
  };
}
