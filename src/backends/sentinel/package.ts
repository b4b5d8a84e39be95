import type { Detection } from "../../detection/detection.js";
import { targetDiagnostics } from "../../diagnostics/codes/target.js";
import type { BackendContext, CompiledQuery } from "../../target/backend.js";
import { byTactic, parseAttack } from "../shared/attack.js";
import { dropDecoration } from "../shared/drop-decoration.js";
import { fidelityText } from "../shared/rule-text.js";
import { inUnits, runWindow } from "../shared/schedule.js";
import type { AnalyticsRule, ScheduleKeys } from "./analytics-rule.js";
import { customDetails, entityMappings } from "./entities.js";
import { formOf } from "./form.js";
import { sentinelSettings, type SentinelSettings } from "./settings.js";

const product = "Microsoft Sentinel";

/**
 * The analytics rule of a detection. Reports what only the text shows: lengths over the limits of the service, and a
 * schedule that it cannot keep.
 */
export function analyticsRule(
  detection: Detection,
  query: CompiledQuery,
  context: BackendContext,
): AnalyticsRule | undefined {
  const settings = sentinelSettings(context.profile);
  const isNear = formOf({ form: String(query.documents?.[0]?.["form"]) }) === "nrt";
  const schedule = isNear ? {} : ruleSchedule(detection, query, settings, context);
  const description = `${detection.description.trim()}\n\n${fidelityText(detection, query)}`;
  const { limits } = settings;
  const fits = [
    withinLimit("query", query.text, limits.query, detection, context),
    withinLimit("name", detection.name, limits.name, detection, context),
    withinLimit("description", description, limits.description, detection, context),
  ].every(Boolean);
  if (schedule === undefined || !fits) return undefined;

  const attack = attackOf(detection, settings, context);
  const entities = entityMappings(detection, query, settings, context);
  const details = customDetails(detection, query, settings, context);
  const message = alertDescription(detection, query, settings, context);
  return {
    id: detection.id,
    name: detection.name,
    description,
    severity: settings.severityOf(detection.risk.severity),
    requiredDataConnectors: connectors(query),
    ...schedule,
    ...attack,
    query: `${query.text}\n`,
    ...(entities.length === 0 ? {} : { entityMappings: entities }),
    ...(Object.keys(details).length === 0 ? {} : { customDetails: details }),
    ...(message === "" ? {} : { alertDetailsOverride: { alertDescriptionFormat: message } }),
    eventGroupingSettings: { aggregationKind: "AlertPerResult" },
    version: `${detection.version}.0.0`,
    kind: isNear ? "NRT" : "Scheduled",
  };
}

/** Whether a text fits; one that does not is reported. */
export function withinLimit(
  what: string,
  text: string,
  limit: number,
  detection: Detection,
  context: BackendContext,
): boolean {
  if (text.length <= limit) return true;
  context.report(
    targetDiagnostics["too-long"](detection.search.span, {
      what,
      language: product,
      length: text.length,
      limit,
    }),
  );
  return false;
}

/** A rule looks back from its run: the period covers the window, and the query itself leaves out what is newer. */
function ruleSchedule(
  detection: Detection,
  query: CompiledQuery,
  settings: SentinelSettings,
  context: BackendContext,
): ScheduleKeys | undefined {
  const refuse = (construct: string, reason: string): undefined => {
    context.report(
      targetDiagnostics.unsupported(detection.schedule.span, { construct, language: product, reason }),
    );
    return undefined;
  };
  const window = runWindow(detection.schedule);
  if ("unreadable" in window)
    return refuse(
      `the schedule \`${window.unreadable}\``,
      "a rule runs after a fixed time and looks back a fixed time",
    );
  const {
    shortestInterval,
    longestInterval = Infinity,
    longestLookback = Infinity,
  } = context.profile.schedule;
  const { every } = window;
  const lookback = Math.max(Number(query.documents?.[0]?.["lookbackSeconds"] ?? 0), every, shortestInterval);
  if (every < shortestInterval || every > longestInterval)
    return refuse(
      `a run every ${every} seconds`,
      `a rule runs every ${shortestInterval} to ${longestInterval}`,
    );
  if (lookback > longestLookback)
    return refuse(`a range of ${lookback} seconds`, `a rule looks back at most ${longestLookback}`);
  if (lookback >= settings.longLookback && every < settings.longLookbackInterval)
    return refuse(
      `a run every ${every} seconds`,
      `a rule that looks back ${settings.longLookback} seconds and more runs at most hourly`,
    );
  return {
    queryFrequency: duration(every),
    queryPeriod: duration(lookback),
    triggerOperator: "gt",
    triggerThreshold: 0,
  };
}

/** Whole minutes, hours or days. */
function duration(seconds: number): string {
  const { amount, unit } = inUnits(Math.ceil(seconds / 60) * 60);
  return `${amount}${unit}`;
}

/** Tactics and techniques as rules have them; a technique that ATT&CK does not know is reported. */
export function attackOf(
  detection: Detection,
  settings: SentinelSettings,
  context: BackendContext,
): Pick<AnalyticsRule, "tactics" | "relevantTechniques"> {
  const attack = parseAttack(context.profile.settings["attack"]);
  const { techniques } = detection.tags;
  const ids = [...new Set(techniques.map(({ value }) => value))];
  const { tactics, unknown } = byTactic(attack, ids);
  for (const { value, span } of techniques)
    if (unknown.includes(value))
      context.report(
        targetDiagnostics["unknown-technique"](span, { technique: value, version: attack.version }),
      );
  return {
    tactics: tactics.flatMap(({ id }) => settings.tacticOf(id) ?? []),
    relevantTechniques: ids.filter((id) => !unknown.includes(id)),
  };
}

/** Connectors by id; the catalog describes in words what has none. */
function connectors({ bindings }: CompiledQuery): AnalyticsRule["requiredDataConnectors"] {
  const tables = new Map<string, Set<string>>();
  for (const { table, connectors: ids } of bindings)
    for (const id of ids) if (/^\w+$/.test(id)) tables.set(id, (tables.get(id) ?? new Set()).add(table));
  return [...tables].map(([connectorId, dataTypes]) => ({ connectorId, dataTypes: [...dataTypes] }));
}

/** The message with its fields as `{{Column}}`; the service takes three, further ones stay as their names. */
export function alertDescription(
  detection: Detection,
  query: CompiledQuery,
  { limits }: SentinelSettings,
  context: BackendContext,
): string {
  const columns = new Map(query.output.map(({ field, column }) => [field, column]));
  let used = 0;
  // Text in two braces would be a placeholder; nothing escapes it, so a blank keeps the braces apart.
  const written = detection.risk.message.trim().replaceAll("{{", "{ {");
  const text = written.replace(messageField(columns), (_, field: string) => {
    const column = columns.get(field);
    if (column === undefined || used === limits.placeholders) {
      dropDecoration(context, `the value of \`${field}\` in the alert's text`, detection.search.span);
      return field;
    }
    used += 1;
    return `{{${column}}}`;
  });
  return text.slice(0, limits.alertDescription);
}

/** `$field$`. A name with a blank is one only where the query has it: between two prices stands text, too. */
function messageField(columns: ReadonlyMap<string, string>): RegExp {
  const spaced = [...columns.keys()].filter((name) => /\s/.test(name) && !name.includes("$"));
  const names = spaced.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`\\$(${[...names, "[^$\\s]+"].join("|")})\\$`, "g");
}
