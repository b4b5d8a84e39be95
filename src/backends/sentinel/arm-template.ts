import type { AnalyticsRule } from "./analytics-rule.js";

/**
 * Text between brackets is an expression of the template language unless the first bracket is doubled; text that only
 * begins with one is text, and would keep both.
 * https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions#escape-characters
 */
function armText(text: string): string {
  return text.startsWith("[") && text.endsWith("]") ? `[${text}` : text;
}

function armValue(value: unknown): unknown {
  if (typeof value === "string") return armText(value);
  if (Array.isArray(value)) return value.map(armValue);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, armValue(inner)]));
  return value;
}

/** `70m` as ISO 8601 has it: `PT70M`; days stand before the `T`. */
function isoDuration(duration: string): string {
  const unit = duration.slice(-1).toUpperCase();
  const amount = duration.slice(0, -1);
  return unit === "D" ? `P${amount}D` : `PT${amount}${unit}`;
}

/** Rules in near real time are in preview versions of the API only. */
const nearRealTimeVersion = "2023-02-01-preview";

function scheduleOf({ queryFrequency, queryPeriod, triggerThreshold }: AnalyticsRule) {
  return queryFrequency === undefined || queryPeriod === undefined
    ? {}
    : {
        queryFrequency: isoDuration(queryFrequency),
        queryPeriod: isoDuration(queryPeriod),
        triggerOperator: "GreaterThan",
        triggerThreshold,
      };
}

function resource(rule: AnalyticsRule): Readonly<Record<string, unknown>> {
  return {
    type: "Microsoft.OperationalInsights/workspaces/providers/alertRules",
    apiVersion: rule.kind === "NRT" ? nearRealTimeVersion : "2023-02-01",
    name: `[concat(parameters('workspace'), '/Microsoft.SecurityInsights/${rule.id}')]`,
    kind: rule.kind,
    properties: armValue({
      displayName: rule.name,
      description: rule.description,
      severity: rule.severity,
      enabled: false,
      query: rule.query,
      ...scheduleOf(rule),
      suppressionEnabled: false,
      suppressionDuration: "PT5H",
      tactics: rule.tactics,
      // The API of this version takes techniques only; a sub-technique is given by its technique.
      techniques: [...new Set(rule.relevantTechniques.map((technique) => technique.split(".")[0]))],
      ...(rule.entityMappings === undefined ? {} : { entityMappings: rule.entityMappings }),
      ...(rule.customDetails === undefined ? {} : { customDetails: rule.customDetails }),
      ...(rule.alertDetailsOverride === undefined ? {} : { alertDetailsOverride: rule.alertDetailsOverride }),
      eventGroupingSettings: rule.eventGroupingSettings,
      incidentConfiguration: {
        createIncident: true,
        groupingConfiguration: {
          enabled: false,
          reopenClosedIncident: false,
          lookbackDuration: "PT5H",
          matchingMethod: "AllEntities",
        },
      },
      templateVersion: rule.version,
    }),
  };
}

/** A rule as a resource of the template, at the depth that it has there. */
export function printResource(rule: AnalyticsRule): string {
  const text = JSON.stringify(resource(rule), undefined, 2);
  return `    ${text.replaceAll("\n", "\n    ")}`;
}

/** All rules, printed, as one template that deploys as it is, given the name of a workspace. */
export function printTemplate(resources: readonly string[]): string {
  const frame = JSON.stringify({ ...template, resources: [] }, undefined, 2);
  const end = "]\n}";
  return `${frame.slice(0, -end.length)}\n${resources.join(",\n")}\n  ${end}\n`;
}

const template = {
  $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  contentVersion: "1.0.0.0",
  parameters: {
    workspace: {
      type: "string",
      metadata: { description: "Name of the Log Analytics workspace that Microsoft Sentinel runs on" },
    },
  },
};
