import type { Detection } from "../../detection/detection.js";
import { targetDiagnostics } from "../../diagnostics/codes/target.js";
import type { BackendContext, CompiledQuery } from "../../target/backend.js";
import { fidelityText } from "../shared/rule-text.js";
import { runWindow } from "../shared/schedule.js";
import { defenderSettings, type Asset, type DefenderSettings } from "./defender-settings.js";
import { alertDescription, attackOf, withinLimit } from "./package.js";
import { sentinelSettings } from "./settings.js";

const product = "Microsoft Defender XDR";

/** A custom detection as the Graph API takes it: https://learn.microsoft.com/graph/api/resources/security-detectionrule */
export interface CustomDetection {
  readonly displayName: string;
  readonly isEnabled: boolean;
  readonly queryCondition: { readonly queryText: string };
  readonly schedule: { readonly period: string };
  readonly detectionAction: {
    readonly alertTemplate: {
      readonly title: string;
      readonly description: string;
      readonly severity: string;
      readonly category: string;
      readonly recommendedActions: null;
      readonly mitreTechniques: readonly string[];
      readonly impactedAssets: readonly { readonly "@odata.type": string; readonly identifier: string }[];
    };
    readonly organizationalScope: null;
    readonly responseActions: readonly never[];
  };
}

/** The custom detection of a detection, switched off; reports a schedule that the service does not have. */
export function customDetection(
  detection: Detection,
  query: CompiledQuery,
  context: BackendContext,
): CustomDetection | undefined {
  const settings = sentinelSettings(context.profile);
  const defender = defenderSettings(context.profile);
  const period = periodOf(detection, query, defender, context);
  const asset = query.bindings.flatMap(({ table }) => defender.assets.get(table) ?? [])[0];
  const fits = withinLimit("query", query.text, settings.limits.query, detection, context);
  if (period === undefined || asset === undefined || !fits) return undefined;
  const { tactics, relevantTechniques } = attackOf(detection, settings, context);
  const message = alertDescription(detection, query, settings, context);
  const description = [message, detection.description.trim(), fidelityText(detection, query)];
  return {
    displayName: detection.name,
    isEnabled: false,
    queryCondition: { queryText: query.text },
    schedule: { period },
    detectionAction: {
      alertTemplate: {
        title: detection.name,
        description: description.filter((text) => text !== "").join("\n\n"),
        severity: defender.severityOf(detection.risk.severity),
        category: tactics[0] ?? defender.category,
        recommendedActions: null,
        mitreTechniques: relevantTechniques,
        impactedAssets: [impactedAsset(asset)],
      },
      organizationalScope: null,
      responseActions: [],
    },
  };
}

/** An asset is told by a column of the result, whose name begins with a small letter there. */
function impactedAsset({ kind, column }: Asset) {
  return {
    "@odata.type": `#microsoft.graph.security.impacted${kind[0]?.toUpperCase() ?? ""}${kind.slice(1)}Asset`,
    identifier: `${column[0]?.toLowerCase() ?? ""}${column.slice(1)}`,
  };
}

/** The service runs a rule in one of a few intervals, and reads as much data as belongs to the interval. */
function periodOf(
  detection: Detection,
  query: CompiledQuery,
  { frequencies }: DefenderSettings,
  context: BackendContext,
): string | undefined {
  const { span } = detection.schedule;
  const refuse = (construct: string, reason: string): undefined => {
    context.report(targetDiagnostics.unsupported(span, { construct, language: product, reason }));
    return undefined;
  };
  const window = runWindow(detection.schedule);
  if ("unreadable" in window)
    return refuse(`the schedule \`${window.unreadable}\``, "a rule runs in one of a few intervals");
  const frequency = frequencies.find(({ every }) => every === window.every);
  const known = frequencies.map(({ every }) => every).join(", ");
  if (frequency === undefined)
    return refuse(`a run every ${window.every} seconds`, `a rule runs every ${known} seconds`);
  const lookback = Number(query.documents?.[0]?.["lookbackSeconds"] ?? 0);
  return lookback <= frequency.lookback
    ? frequency.period
    : refuse(
        `a range of ${lookback} seconds`,
        `a rule that runs every ${frequency.every} seconds reads ${frequency.lookback} seconds of data`,
      );
}
