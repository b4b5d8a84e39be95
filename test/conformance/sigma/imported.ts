import { detectionOf } from "../../../src/cli/import.js";
import type { Project } from "../../../src/cli/project.js";
import type { ConfiguredTarget } from "../../../src/compile.js";
import { hasErrors } from "../../../src/diagnostics/diagnostic.js";
import { format, importRules, type ImportedRule } from "../../../src/import/sigma/index.js";
import type { SourceText } from "../../../src/source/source-text.js";
import { compileForTarget } from "../../../src/target/compile-for-target.js";
import { witnesses } from "../../../src/witness/witnesses.js";
import { conform, placer, sourceEvents, type Subject, type World } from "../execute/conform.js";
import type { Runner } from "../execute/runners.js";
import type { SigmaFields } from "./recorded-events.js";
import { compared, judgedAlike, matchesOf, type Judged, type Outcome, type SigmaEngine } from "./verdicts.js";

/**
 * Reads a rule as a search. What the search finds has to be what an engine says of the rule itself, over events made
 * for the search; and what the rule compiles to in other languages has to find the same as the search.
 */
export class ImportCheck {
  constructor(
    private readonly project: Project,
    private readonly engine: SigmaEngine,
    private readonly runners: readonly Runner[],
    private readonly world: World,
  ) {}

  async judge(file: SourceText): Promise<readonly Judged[]> {
    const { compiler, profiles } = this.project;
    const profile = profiles.get(format);
    if (profile === undefined) throw new Error(`there is no folder targets/${format}`);
    const { rules, diagnostics } = importRules([file], { catalog: compiler.catalog, profiles, profile });
    const [rule] = rules;
    if (rule === undefined || hasErrors(diagnostics))
      return [
        {
          name: file.name,
          check: "rule -> search",
          outcome: { kind: "refused", reasons: diagnostics.map(({ code, message }) => `${code} ${message}`) },
        },
      ];
    const judged: Judged[] = [
      { name: file.name, check: "rule -> search", outcome: await this.search(file, rule) },
    ];
    for (const runner of this.runners) {
      const outcome = await this.compiled(rule, runner);
      if (outcome !== undefined)
        judged.push({ name: file.name, check: `rule -> search -> ${runner.language}`, outcome });
    }
    return judged;
  }

  /** The search by the evaluator, the rule by an engine of Sigma. */
  private async search(file: SourceText, rule: ImportedRule): Promise<Outcome> {
    const subject = this.subjectFor(rule, format, "sigma");
    if (subject === undefined)
      return { kind: "cannot", reason: "the events cannot be put into fields of the rule" };
    if ("reasons" in subject) return { kind: "refused", reasons: subject.reasons };
    const { place } = placer(subject, this.world, false);
    const placed = this.cases(subject).flatMap(place);
    const rows = placed.map(({ carried }) =>
      Object.fromEntries([...(carried[0]?.row ?? [])].map(([name, { value }]) => [name, value] as const)),
    );
    const events: readonly SigmaFields[] = judgedAlike(rows, file.text);
    const kept = placed
      .filter((_, index) => events.includes(rows[index] ?? {}))
      .map((event, id) => ({ ...event, id }));
    const wanted = await matchesOf(this.engine, file.text, events);
    if (typeof wanted === "string") return { kind: "cannot", reason: wanted };
    return compared(wanted, new Set(sourceEvents(subject, kept, this.world)), events, [
      "the rule",
      "the search",
    ]);
  }

  /** The compiled query by its engine, the search by the evaluator. */
  private async compiled(rule: ImportedRule, runner: Runner): Promise<Outcome | undefined> {
    const subject = this.subjectFor(rule, runner.target, runner.language);
    if (subject === undefined) return undefined;
    if ("reasons" in subject) return { kind: "refused", reasons: subject.reasons };
    const { compare, limits, emptyIsMissing } = runner;
    if ("unavailable" in compare) return { kind: "cannot", reason: compare.unavailable };
    const verdict = await conform(
      { ...subject, text: runner.text(subject.text) },
      this.cases(subject),
      this.world,
      { compare, limits, emptyIsMissing },
    );
    switch (verdict.kind) {
      case "agreed":
        return { kind: "agreed", events: verdict.events, fired: verdict.fired ? 1 : 0 };
      case "cannot":
      case "no event":
      case "rejected":
        return { kind: verdict.kind === "rejected" ? "rejected" : "cannot", reason: verdict.reason };
      case "different": {
        const { onlySource, onlyTarget, events } = verdict.difference;
        const shown = events.map(({ carried }) =>
          Object.fromEntries([...(carried[0]?.row ?? [])].map(([name, { value }]) => [name, value] as const)),
        );
        return {
          kind: "different",
          only: {
            ...(onlySource.length === 0 ? {} : { "the search": shown }),
            ...(onlyTarget.length === 0 ? {} : { [`${runner.language}: ${subject.text}`]: shown }),
          },
        };
      }
    }
  }

  private cases({ plan }: Subject) {
    return witnesses(plan, this.world);
  }

  /** The rule compiled to a language; `undefined` where the target chose another language for it. */
  private subjectFor(
    rule: ImportedRule,
    target: string,
    language: string,
  ): Subject | { readonly reasons: readonly string[] } | undefined {
    const found = this.project.compiler.targets.find((each) => each.target.id === target);
    const { plan } = rule.understood;
    if (found === undefined || plan === undefined) return undefined;
    const profile = rule.source.profiles.get(target) ?? found.profile;
    const configured: ConfiguredTarget = { ...found, profile };
    const detection = detectionOf(rule);
    const outcome = compileForTarget(detection, rule.understood, configured, this.world.content);
    if (outcome.status !== "compiled")
      return {
        reasons: outcome.diagnostics
          .filter(({ severity }) => severity === "error")
          .map(({ code, message }) => `${code} ${message}`),
      };
    const { query, artifacts } = outcome;
    const spoken = configured.target.languages.find((each) => each.language === query.language);
    if (spoken === undefined || query.language !== language) return undefined;
    const text = artifacts
      .flatMap((artifact) => (artifact.kind === "rule" ? [artifact.text] : []))
      .join("\n---\n");
    return { detection, plan, target: configured, language: spoken, query, text };
  }
}
