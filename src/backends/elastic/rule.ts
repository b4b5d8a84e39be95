import type { Detection } from "../../detection/detection.js";
import { targetDiagnostics } from "../../diagnostics/codes/target.js";
import type { BackendContext, CompiledQuery } from "../../target/backend.js";
import { byTactic, parseAttack } from "../shared/attack.js";
import { entityFields, fidelityText, fillMessage, knownFalsePositives } from "../shared/rule-text.js";
import { inUnits, runWindow, type RelativeTime } from "../shared/schedule.js";
import { elasticSettings } from "./elastic-settings.js";
import { threatOf } from "./threat.js";

type Rule = Readonly<Record<string, unknown>>;

/**
 * A detection rule as Kibana imports it; it reads the window of the search's schedule by the time of the events, so
 * that it has no `timestamp_override`. Reports a schedule that Kibana cannot keep.
 */
export function elasticRule(
  detection: Detection,
  query: CompiledQuery,
  context: BackendContext,
): Rule | undefined {
  const window = schedule(detection, context);
  if (window === undefined) return undefined;
  const settings = elasticSettings(context.profile);
  const attack = parseAttack(context.profile.settings["attack"]);
  const techniques = detection.tags.techniques;
  const { tactics, unknown } = byTactic(
    attack,
    techniques.map(({ value }) => value),
  );
  for (const { value, span } of techniques)
    if (unknown.includes(value))
      context.report(
        targetDiagnostics["unknown-technique"](span, { technique: value, version: attack.version }),
      );

  const { severity, riskScore } = settings.severityOf(detection.risk.severity);
  const columns = new Map(query.output.map(({ field, column }) => [field, column]));
  const entities = [...new Set(entityFields(detection).flatMap((field) => columns.get(field) ?? []))];
  const domain = settings.domainOf(detection.tags.securityDomain);
  const message = detection.risk.message.trim();
  const { setup = "", ...form } = query.documents?.[0] ?? {};
  return {
    rule_id: detection.id,
    version: detection.version,
    name: detection.name,
    description: `${detection.description.trim()}\n\n${fidelityText(detection, query)}`,
    author: [detection.author],
    enabled: false,
    risk_score: riskScore,
    severity,
    ...form,
    query: query.text,
    ...window,
    max_signals: settings.maxSignals,
    tags: [
      ...(domain === undefined ? [] : [`Domain: ${domain}`]),
      "Use Case: Threat Detection",
      ...tactics.map(({ name }) => `Tactic: ${name}`),
      ...detection.dataSources.map((source) => `Data Source: ${source}`),
      ...detection.tags.analyticStories.map((story) => `Analytic Story: ${story}`),
      ...detection.tags.cve.map((cve) => `Vulnerability: ${cve}`),
    ],
    references: [...new Set(detection.references)],
    false_positives: knownFalsePositives(detection),
    threat: threatOf(
      attack,
      techniques.map(({ value }) => value),
    ),
    ...(entities.length === 0 ? {} : { investigation_fields: { field_names: entities } }),
    ...(message === ""
      ? {}
      : { note: `## Triage\n\n${fillMessage(message, (field) => markdown(columns.get(field)))}` }),
    setup: [setup, detection.howToImplement.trim()].filter((part) => part !== "").join("\n\n"),
  };
}

function markdown(column: string | undefined): string | undefined {
  return column === undefined ? undefined : `\`${column}\``;
}

interface RuleWindow {
  readonly from: string;
  readonly to: string;
  readonly interval: string;
}

function schedule({ schedule: written }: Detection, context: BackendContext): RuleWindow | undefined {
  const window = runWindow(written);
  if ("unreadable" in window) {
    context.report(
      targetDiagnostics.unsupported(written.span, {
        construct: `the schedule \`${window.unreadable}\``,
        language: context.profile.title,
        reason: "a rule runs at one interval, over a window of seconds to days",
      }),
    );
    return undefined;
  }
  const { shortestInterval } = context.profile.schedule;
  const every = inUnits(Math.max(window.every, shortestInterval));
  return {
    from: dateMath(window.earliest),
    to: dateMath(window.latest),
    interval: `${every.amount}${every.unit}`,
  };
}

/** Elasticsearch's date math: `now-70m/m`. */
function dateMath({ secondsAgo, snap }: RelativeTime): string {
  const { amount, unit } = inUnits(secondsAgo);
  const offset = secondsAgo === 0 ? "" : `-${amount}${unit}`;
  return `now${offset}${snap === undefined ? "" : `/${snap}`}`;
}
