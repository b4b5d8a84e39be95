import type { Detection, RiskObject, ThreatObject } from "../../detection/detection.js";
import { present, type Setting, type Stanza } from "./conf.js";
import { Float, settingJson } from "./json.js";
import { dataModelsIn, technologiesIn, type AppSettings } from "./app-settings.js";

/** The name of a detection's saved search. */
export function savedSearchName(detection: Detection, app: AppSettings): string {
  return `${app.label} - ${detection.name} - Rule`;
}

/**
 * The saved search of a detection, as contentctl writes it: the authored search with its macros, its schedule, and
 * what Enterprise Security needs for risk, notables and annotations.
 */
export function savedSearch(detection: Detection, app: AppSettings): Stanza {
  return {
    name: savedSearchName(detection, app),
    settings: present([
      ...aboutSettings(detection, app),
      ...riskSettings(detection),
      ["cron_schedule", detection.schedule.cron],
      ["dispatch.earliest_time", detection.schedule.earliest],
      ["dispatch.latest_time", detection.schedule.latest],
      ...correlationSettings(detection, app),
      ["schedule_window", detection.schedule.window],
      ...notableSettings(detection),
      ...emailSettings(detection),
      ...chatSettings(detection),
      ["alert.digest_mode", "1"],
      ["disabled", detection.enabledByDefault ? "false" : "true"],
      ["enableSched", "1"],
      ["allow_skew", "100%"],
      ["counttype", "number of events"],
      ["relation", "greater than"],
      ["quantity", "0"],
      ["realtime_schedule", "0"],
      ["is_visible", "false"],
      ...throttlingSettings(detection),
      ["search", detection.search.source.text],
      ["action.notable.param.drilldown_searches", drilldowns(detection)],
    ]),
  };
}

function aboutSettings(detection: Detection, app: AppSettings): readonly (Setting | undefined)[] {
  const { tags } = detection;
  const technologies = technologiesIn(detection.search.source.text, app);
  return [
    ["action.escu", "0"],
    ["action.escu.enabled", "1"],
    ["description", described(detection, app)],
    ["action.escu.mappings", settingJson(mappings(detection, app))],
    ["action.escu.data_models", settingJson(dataModelsIn(detection.search.source.text, app))],
    ["action.escu.eli5", detection.description],
    ["action.escu.how_to_implement", detection.howToImplement || "none"],
    ["action.escu.known_false_positives", detection.falsePositives || "None"],
    ["action.escu.creation_date", detection.date],
    ["action.escu.modification_date", detection.date],
    ["action.escu.confidence", "high"],
    ["action.escu.search_type", "detection"],
    ["action.escu.product", settingJson(tags.products)],
    tags.atomicGuids.length === 0
      ? undefined
      : ["action.escu.atomic_red_team_guids", settingJson(tags.atomicGuids)],
    ["action.escu.providing_technologies", technologies.length === 0 ? "null" : settingJson(technologies)],
    ["action.escu.analytic_story", settingJson(storiesOf(detection))],
  ];
}

function storiesOf({ tags }: Detection): readonly string[] {
  return [...tags.analyticStories].sort();
}

function described(detection: Detection, app: AppSettings): string {
  const notice = app.notices.get(detection.status);
  return notice === undefined ? detection.description : `${notice} ${detection.description}`;
}

/** The frameworks that a detection is mapped to. */
export function mappings(detection: Detection, app: AppSettings) {
  const techniques = detection.tags.techniques.map(({ value }) => value);
  return {
    cis20: [detection.tags.securityDomain === "network" ? app.controls.cis.network : app.controls.cis.other],
    mitre_attack: techniques.length === 0 ? undefined : techniques,
    nist: [detection.type === "TTP" ? app.controls.nist.ttp : app.controls.nist.other],
  };
}

function riskSettings(detection: Detection): readonly (Setting | undefined)[] {
  if (!detection.alertAction.riskEnabled || detection.tags.analyticStories.length === 0) return [];
  const { message } = detection.risk;
  return [
    ["action.risk", "1"],
    ["action.risk.param._risk_message", message],
    ["action.risk.param._risk", settingJson(risksOf(detection))],
    ["action.risk.param._risk_score", "0"],
    ["action.risk.param.verbose", "0"],
  ];
}

/** The old format lists both kinds together, and they stay in its order. */
function risksOf({ risk: { objects, threats, format } }: Detection) {
  const risks = [
    ...objects.map((object) => ({ at: object.span.start, risk: riskObject(object) })),
    ...threats.map((threat) => ({ at: threat.span.start, risk: threatObject(threat) })),
  ];
  const ordered = format === "observable" ? risks.sort((a, b) => a.at - b.at) : risks;
  return ordered.map(({ risk }) => risk);
}

function riskObject({ field, type, score }: RiskObject) {
  return { risk_object_field: field, risk_object_type: type, risk_score: score };
}

function threatObject({ field, type }: ThreatObject) {
  return { threat_object_field: field, threat_object_type: type };
}

function correlationSettings(detection: Detection, app: AppSettings): readonly (Setting | undefined)[] {
  const { tags } = detection;
  return [
    ["action.correlationsearch.enabled", "1"],
    detection.risk.format === "rba" ? ["action.correlationsearch.detection_type", "ebd"] : undefined,
    ["action.correlationsearch.label", savedSearchName(detection, app)],
    [
      "action.correlationsearch.annotations",
      settingJson({
        ...mappings(detection, app),
        analytic_story: storiesOf(detection),
        confidence: tags.confidence,
        cve: tags.cve.length === 0 ? undefined : tags.cve,
        data_source: detection.dataSources,
        impact: tags.impact,
        type: detection.type,
        type_list: [detection.type],
      }),
    ],
    [
      "action.correlationsearch.metadata",
      settingJson({
        deprecated: detection.status === "deprecated" ? "1" : "0",
        detection_id: detection.id,
        detection_version: String(detection.version),
        publish_time: new Float(Date.parse(`${detection.date}T00:00:00Z`) / 1000),
      }),
    ],
  ];
}

function notableSettings(detection: Detection): readonly (Setting | undefined)[] {
  const { notable } = detection.alertAction;
  if (notable === undefined) return [];
  const title = filledIn(notable.ruleTitle, detection);
  return [
    ["action.notable", "1"],
    detection.risk.format === "rba"
      ? [
          "action.notable.param._entities",
          settingJson([{ risk_object_field: "N/A", risk_object_type: "N/A", risk_score: 0 }]),
        ]
      : undefined,
    notable.nesFields.length === 0
      ? undefined
      : ["action.notable.param.nes_fields", notable.nesFields.join(",")],
    ["action.notable.param.rule_description", filledIn(notable.ruleDescription, detection)],
    ["action.notable.param.rule_title", detection.type === "Correlation" ? `RBA: ${title}` : title],
    ["action.notable.param.security_domain", detection.tags.securityDomain],
    ["action.notable.param.severity", detection.risk.severity],
  ];
}

function emailSettings(detection: Detection): readonly (Setting | undefined)[] {
  const { email } = detection.alertAction;
  if (email === undefined) return [];
  return [
    ["action.email.subject.alert", filledIn(email.subject, detection)],
    ["action.email.to", email.to],
    ["action.email.message.alert", filledIn(email.message, detection)],
    ["action.email.useNSSubject", "1"],
  ];
}

function chatSettings(detection: Detection): readonly (Setting | undefined)[] {
  const { slack, phantom } = detection.alertAction;
  const settings: Setting[] = [];
  if (slack !== undefined)
    settings.push(
      ["action.slack", "1"],
      ["action.slack.param.channel", filledIn(slack.channel, detection)],
      ["action.slack.param.message", filledIn(slack.message, detection)],
    );
  if (phantom !== undefined) {
    settings.push(["action.sendtophantom", "1"]);
    for (const key of ["cam_workers", "label", "phantom_server", "sensitivity", "severity"]) {
      const value = phantom[key];
      if (value === undefined) continue;
      const name = key === "cam_workers" ? "_cam_workers" : key;
      settings.push([`action.sendtophantom.param.${name}`, filledIn(value, detection)]);
    }
  }
  return settings;
}

/** Replaces `%name%` and `%description%` in the text of an action. */
function filledIn(text: string, detection: Detection): string {
  const values: ReadonlyMap<string, string> = new Map([
    ["name", detection.name],
    ["description", detection.description],
    ["id", detection.id],
    ["type", detection.type],
    ["status", detection.status],
  ]);
  return text.replace(/%([a-z_]+)%/g, (token, key: string) => values.get(key) ?? token);
}

function throttlingSettings(detection: Detection): readonly (Setting | undefined)[] {
  const { throttling } = detection.tags;
  if (throttling === undefined) return [];
  return [
    ["alert.suppress", "true"],
    ["alert.suppress.fields", throttling.fields.join(",")],
    ["alert.suppress.period", throttling.period],
  ];
}

function drilldowns(detection: Detection): string {
  const search = detection.search.source.text.trim();
  return settingJson(
    detection.drilldowns.map((drilldown) => ({
      name: drilldown.name,
      // A function, because `$` in the search means something in a replacement text.
      search: drilldown.search.replaceAll("%original_detection_search%", () => search),
      earliest_offset: drilldown.earliestOffset,
      latest_offset: drilldown.latestOffset,
    })),
  );
}
