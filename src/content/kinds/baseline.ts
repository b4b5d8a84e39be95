import { deploymentOver, type AuthoredDeployment, type Deployment } from "../../detection/deployment.js";
import { textAt } from "../../detection/to-detection.js";
import type { YamlDocument } from "../../yaml/yaml-node.js";
import type { Baseline } from "../model.js";

export interface AuthoredBaseline {
  readonly name: string;
  readonly id: string;
  readonly version?: number;
  readonly date?: string;
  readonly author?: string;
  readonly description?: string;
  readonly search: string;
  readonly how_to_implement?: string;
  readonly known_false_positives?: string;
  readonly references?: readonly string[];
  readonly tags?: {
    readonly analytic_story?: readonly string[];
    readonly detections?: readonly string[];
    readonly security_domain?: string;
  };
  readonly deployment?: AuthoredDeployment;
}

export function toBaseline(
  document: YamlDocument,
  authored: AuthoredBaseline,
  deployment: Deployment,
): Baseline {
  return {
    name: authored.name,
    id: authored.id,
    version: authored.version ?? 0,
    date: authored.date ?? "",
    author: authored.author ?? "",
    description: authored.description ?? "",
    search: textAt(document, ["search"], authored.search),
    howToImplement: authored.how_to_implement ?? "",
    falsePositives: authored.known_false_positives ?? "",
    references: authored.references ?? [],
    analyticStories: authored.tags?.analytic_story ?? [],
    detections: authored.tags?.detections ?? [],
    securityDomain: authored.tags?.security_domain ?? "",
    schedule: deploymentOver(deployment, authored.deployment ?? {}, document, ["deployment"]).schedule,
    file: document.file,
  };
}
