import type { Content } from "../../content/model.js";
import { lookupRowsOf } from "../../evaluate/lookup-rows.js";
import type { Detection } from "../../detection/detection.js";
import { targetDiagnostics } from "../../diagnostics/codes/target.js";
import type { BackendContext, CompiledQuery } from "../../target/backend.js";
import { byTactic, parseAttack, type NamedTechnique } from "../shared/attack.js";
import { fidelityText, fillMessage } from "../shared/rule-text.js";
import { cortexSettings, type CortexSettings } from "./cortex-settings.js";
import { ruleSchedule } from "./rule-schedule.js";

type Rule = Readonly<Record<string, unknown>>;

/**
 * A correlation rule as a content pack holds it. Reports a schedule that such a rule cannot keep, and techniques that
 * ATT&CK does not have.
 */
export function correlationRule(
  detection: Detection,
  query: CompiledQuery,
  context: BackendContext,
): Rule | undefined {
  const { profile } = context;
  const schedule = ruleSchedule(detection.schedule, profile.schedule.longestLookback);
  if ("refused" in schedule) {
    context.report(
      targetDiagnostics.unsupported(detection.schedule.span, {
        construct: `the schedule \`${schedule.refused}\``,
        language: profile.title,
        reason: "a rule reads a fixed window up to its run",
      }),
    );
    return undefined;
  }
  const settings = cortexSettings(profile);
  const attack = parseAttack(profile.settings["attack"]);
  const { techniques } = detection.tags;
  const { tactics, unknown } = byTactic(
    attack,
    techniques.map(({ value }) => value),
  );
  for (const { value, span } of techniques)
    if (unknown.includes(value))
      context.report(
        targetDiagnostics["unknown-technique"](span, { technique: value, version: attack.version }),
      );

  const columns = new Map(query.output.map(({ field, column }) => [field, column]));
  const message = detection.risk.message.trim();
  const token = (field: string): string | undefined => {
    const column = columns.get(field);
    return column === undefined ? undefined : `$${column}`;
  };
  return {
    global_rule_id: detection.id,
    name: detection.name,
    alert_name: detection.name,
    description: `${detection.description.trim()}\n\n${sourceText(detection, query, context.content)}`,
    alert_description:
      message === "" ? detection.description.trim() : fillMessage(message, token, withoutTokens),
    alert_category: settings.categoryOf(tactics.map(({ id }) => id)),
    alert_fields: alertFields(detection, columns, settings),
    dataset: "alerts",
    execution_mode: "SCHEDULED",
    search_window: schedule.searchWindow,
    crontab: schedule.crontab,
    severity: settings.severityOf(detection.risk.severity),
    suppression_enabled: false,
    suppression_duration: null,
    suppression_fields: null,
    drilldown_query_timeframe: "ALERT",
    investigation_query_link: null,
    mapping_strategy: "CUSTOM",
    mitre_defs: Object.fromEntries(
      tactics.map(({ id, name, techniques: named }) => [`${id} - ${name}`, named.map(techniqueLabel)]),
    ),
    user_defined_category: null,
    user_defined_severity: null,
    fromversion: settings.fromVersion,
    xql_query: `${query.text}\n`,
  };
}

/** The lookup datasets that a query asks. */
function lookupTexts({ bindings }: CompiledQuery, { lookups }: Content): readonly string[] {
  return bindings.flatMap(({ source, home, table }) => {
    if (home !== undefined) return [];
    const file = `cortex/lookups/${table}`;
    const asked = lookups.get(source);
    const rows =
      asked === undefined || lookupRowsOf(asked) === undefined
        ? "its rows are the site's"
        : `its rows are in ${file}_rows.json`;
    return [`The lookup dataset ${table} is made by ${file}.json; ${rows}.`];
  });
}

/** What the rule format has no keys for goes into the description: author, version, references, false positives. */
function sourceText(detection: Detection, query: CompiledQuery, content: Content): string {
  const references = [...new Set(detection.references)];
  return [
    fidelityText(detection, query),
    ...lookupTexts(query, content),
    `Author: ${detection.author}. Date: ${detection.date}.`,
    `False positives: ${detection.falsePositives.trim() === "" ? "unknown" : detection.falsePositives.trim()}`,
    ...(references.length === 0 ? [] : [`References: ${references.join(" ")}`]),
  ].join("\n\n");
}

/** Each entity that the result has a column for fills the first free field of an alert that is meant for its type. */
function alertFields(
  { risk }: Detection,
  columns: ReadonlyMap<string, string>,
  settings: CortexSettings,
): Readonly<Record<string, string>> {
  const filled = new Map<string, string>();
  for (const { field, type } of [...risk.objects, ...risk.threats]) {
    const column = columns.get(field);
    const free = settings.alertFieldsOf(type).find((candidate) => !filled.has(candidate));
    if (column !== undefined && free !== undefined && ![...filled.values()].includes(column))
      filled.set(free, column);
  }
  return Object.fromEntries(filled);
}

function techniqueLabel({ id, name, parent }: NamedTechnique): string {
  return parent === undefined ? `${id} - ${name}` : `${id} - ${parent.name}: ${name}`;
}

/** A `$` before a name would be a field there; nothing escapes it, so a blank keeps the two apart. */
function withoutTokens(text: string): string {
  return text.replace(/\$(?=\w)/gu, "$ ");
}
