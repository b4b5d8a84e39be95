import { detectionOf } from "../../../src/cli/import.js";
import type { Project } from "../../../src/cli/project.js";
import type { ConfiguredTarget } from "../../../src/target/configured-target.js";
import { hasErrors } from "../../../src/diagnostics/diagnostic.js";
import { format, importRules, type ImportedRule } from "../../../src/import/sigma/index.js";
import type { SourceText } from "../../../src/source/source-text.js";
import { compileForTarget } from "../../../src/target/compile-for-target.js";
import type { WitnessCase } from "../../../src/witness/witness-event.js";
import { witnesses } from "../../../src/witness/witnesses.js";
import { carriersOf, conform, placer, sourceEvents, type Subject, type World } from "../execute/conform.js";
import type { Runner } from "../execute/runners.js";
import { channelOf } from "./channel.js";
import type { SigmaFields } from "./recorded-events.js";
import { compared, judgedAlike, matchesOf, type Judged, type Outcome, type SigmaEngine } from "./verdicts.js";

/** When the recorded events came: the moment itself is no part of what rules ask. */
const recordedAt = 1_699_998_000;

/**
 * Reads a rule as a search. What the search finds has to be what an engine says of the rule itself, over events made
 * for the search and recorded ones; and what the rule compiles to in other languages has to find the same as the search.
 */
export class ImportCheck {
  constructor(
    private readonly project: Project,
    private readonly engine: SigmaEngine,
    private readonly runners: readonly Runner[],
    private readonly recorded: readonly SigmaFields[],
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
    const recorded = this.recordedCase(rule);
    const judged: Judged[] = [
      { name: file.name, check: "rule -> search", outcome: await this.search(file, rule, recorded) },
    ];
    for (const target of new Set(this.runners.map((runner) => runner.target)))
      judged.push({
        name: file.name,
        check: `rule -> search -> ${target}`,
        outcome: await this.compiled(rule, target, recorded),
      });
    return judged;
  }

  /** The search by the evaluator, the rule by an engine of Sigma. */
  private async search(
    file: SourceText,
    rule: ImportedRule,
    recorded: readonly WitnessCase[],
  ): Promise<Outcome> {
    const subject = this.subjectFor(rule, format);
    if ("reasons" in subject) return { kind: "refused", reasons: subject.reasons };
    const { place } = placer(subject, this.world, false);
    const placed = [...this.cases(subject), ...recorded].flatMap(place);
    const rows = placed.map(({ carried, scan }) => ({
      ...channelOf(scan, this.project.compiler.catalog),
      ...Object.fromEntries([...(carried[0]?.row ?? [])].map(([name, { value }]) => [name, value] as const)),
    }));
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
  private async compiled(
    rule: ImportedRule,
    target: string,
    recorded: readonly WitnessCase[],
  ): Promise<Outcome> {
    const subject = this.subjectFor(rule, target);
    if ("reasons" in subject) return { kind: "refused", reasons: subject.reasons };
    const { language } = subject.query;
    const runner = this.runners.find((each) => each.target === target && each.language === language);
    if (runner === undefined) return { kind: "cannot", reason: `no engine runs ${language}` };
    const { compare, limits, emptyIsMissing } = runner;
    if ("unavailable" in compare) return { kind: "cannot", reason: compare.unavailable };
    const verdict = await conform(
      { ...subject, text: runner.text(subject.text) },
      [...this.cases(subject), ...recorded],
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
        const only = (side: string, found: readonly string[]) =>
          found.length === 0 ? {} : { [`${side}: ${found.slice(0, 3).join("; ")}`]: shown };
        const query = runner.text(subject.text).replaceAll(/\s+/g, " ").slice(0, 600);
        return {
          kind: "different",
          only: { ...only("the search", onlySource), ...only(`${language}, ${query}`, onlyTarget) },
        };
      }
    }
  }

  private cases({ plan }: Subject): readonly WitnessCase[] {
    return witnesses(plan, this.world);
  }

  /** The recorded events as the search has them, of those that an event of its log can be. */
  private recordedCase(rule: ImportedRule): readonly WitnessCase[] {
    const subject = this.subjectFor(rule, format);
    if ("reasons" in subject) return [];
    const events = [...carriersOf(subject, this.world, false)].flatMap(([scan, carriers]) =>
      this.recorded.flatMap((row) => {
        const fields = carriers[0]?.read(row);
        return fields === undefined
          ? []
          : [{ scan, note: "recorded", fields: { _time: recordedAt, ...fields } }];
      }),
    );
    return events.length === 0 ? [] : [{ name: "recorded", events }];
  }

  /** The rule compiled for a target, or why it is not. */
  private subjectFor(rule: ImportedRule, target: string): Subject | { readonly reasons: readonly string[] } {
    const found = this.project.compiler.targets.find((each) => each.target.id === target);
    const { plan } = rule.understood;
    if (found === undefined || plan === undefined) throw new Error(`no target ${target}, or no plan`);
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
    if (spoken === undefined) throw new Error(`${target} has no language ${query.language}`);
    const text = artifacts
      .flatMap((artifact) => (artifact.kind === "rule" ? [artifact.text] : []))
      .join("\n---\n");
    return { detection, plan, target: configured, language: spoken, query, text };
  }
}
