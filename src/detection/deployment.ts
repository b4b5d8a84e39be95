import type { Span } from "../source/source-text.js";
import { spanAt, type YamlDocument, type YamlPath } from "../yaml/yaml-node.js";
import type { AlertAction, DetectionType, Schedule } from "./detection.js";

/** Schedule and alert action of all content of one type. */
export interface Deployment {
  readonly type: DeploymentType;
  readonly schedule: Schedule;
  readonly alertAction: AlertAction;
}

export type DeploymentType = DetectionType | "Baseline";

/** The keys of a deployment as authored; the same under `deployment` of a detection. */
export interface AuthoredDeployment {
  readonly scheduling?: AuthoredScheduling;
  readonly alert_action?: AuthoredAlertAction;
}

interface AuthoredScheduling {
  readonly cron_schedule: string;
  readonly earliest_time: string;
  readonly latest_time: string;
  readonly schedule_window?: string | number;
}

interface AuthoredAlertAction {
  readonly notable?: {
    readonly rule_description: string;
    readonly rule_title: string;
    readonly nes_fields?: readonly string[];
  };
  readonly rba?: { readonly enabled?: boolean };
  readonly email?: { readonly message: string; readonly subject: string; readonly to: string };
  readonly slack?: { readonly channel: string; readonly message: string };
  readonly phantom?: Readonly<Record<string, string | number | boolean>>;
}

/** The deployment that ESCU ships for a type; `span` says what in the content asks for it. */
export function defaultDeployment(type: DeploymentType, span: Span): Deployment {
  const notable = { ruleTitle: "%name%", ruleDescription: "%description%", nesFields: ["user", "dest"] };
  const daily = type === "Baseline";
  return {
    type,
    schedule: {
      cron: daily ? "10 0 * * *" : "0 * * * *",
      earliest: daily ? "-1450m@m" : "-70m@m",
      latest: "-10m@m",
      window: "auto",
      span,
    },
    alertAction: {
      riskEnabled: type === "TTP" || type === "Anomaly",
      ...(type === "TTP" || type === "Correlation" ? { notable } : {}),
    },
  };
}

/** What a deployment says, over what holds where it says nothing. */
export function deploymentOver(
  base: Deployment,
  authored: AuthoredDeployment,
  document: YamlDocument,
  path: YamlPath,
): Deployment {
  const { scheduling, alert_action: alertAction } = authored;
  return {
    type: base.type,
    schedule:
      scheduling === undefined
        ? base.schedule
        : scheduleOf(scheduling, spanAt(document, [...path, "scheduling", "cron_schedule"])),
    alertAction: alertAction === undefined ? base.alertAction : alertActionOf(alertAction),
  };
}

/** Alert action of a deployment file: without the key there is none. */
export function noAlertAction(): AlertAction {
  return { riskEnabled: false };
}

function scheduleOf(authored: AuthoredScheduling, span: Span): Schedule {
  return {
    cron: authored.cron_schedule,
    earliest: authored.earliest_time,
    latest: authored.latest_time,
    window: String(authored.schedule_window ?? "auto"),
    span,
  };
}

function alertActionOf({ notable, rba, email, slack, phantom }: AuthoredAlertAction): AlertAction {
  return {
    riskEnabled: rba?.enabled ?? false,
    ...(notable === undefined
      ? {}
      : {
          notable: {
            ruleTitle: notable.rule_title,
            ruleDescription: notable.rule_description,
            nesFields: notable.nes_fields ?? [],
          },
        }),
    ...(email === undefined ? {} : { email }),
    ...(slack === undefined ? {} : { slack }),
    ...(phantom === undefined
      ? {}
      : {
          phantom: Object.fromEntries(Object.entries(phantom).map(([key, value]) => [key, String(value)])),
        }),
  };
}
