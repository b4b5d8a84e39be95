import { yamlScalarText } from "../source/yaml-scalar.js";
import type { SourceText } from "../source/source-text.js";
import { nodeAt, spanAt, type YamlDocument, type YamlPath } from "../yaml/yaml-node.js";
import type { AuthoredDetection } from "./authored-detection.js";
import { deploymentOver, type Deployment } from "./deployment.js";
import type {
  Detection,
  DetectionTags,
  DetectionTest,
  Drilldown,
  Located,
  TargetChoice,
} from "./detection.js";
import { riskOf } from "./risk.js";

/** Brings a detection of either ESCU format into one form; `deployment` is that of its type. */
export function toDetection(
  document: YamlDocument,
  authored: AuthoredDetection,
  deployment: Deployment,
  place: Pick<Detection, "category" | "stem">,
): Detection {
  const { file } = document;
  const { schedule, alertAction } = deploymentOver(deployment, authored.deployment ?? {}, document, [
    "deployment",
  ]);
  return {
    id: authored.id.toLowerCase(),
    name: authored.name,
    version: authored.version,
    date: authored.date,
    author: authored.author,
    status: authored.status,
    type: authored.type,
    description: authored.description,
    dataSources: authored.data_source ?? authored.data_sources ?? [],
    search: { source: textAt(document, ["search"], authored.search), span: spanAt(document, ["search"]) },
    howToImplement: authored.how_to_implement ?? "",
    falsePositives: authored.known_false_positives ?? "",
    references: authored.references ?? [],
    drilldowns: drilldownsOf(authored, document),
    risk: riskOf(authored, document),
    tags: tagsOf(authored, document),
    tests: testsOf(authored, document),
    schedule,
    alertAction,
    enabledByDefault: authored.enabled_by_default ?? false,
    targets: targetsOf(authored, document),
    file,
    path: file.name,
    ...place,
  };
}

/** The text of a value, each character of which leads back to the file. */
export function textAt(document: YamlDocument, path: YamlPath, value: string): SourceText {
  const node = nodeAt(document, path);
  return node === undefined
    ? { name: document.file.name, text: value, segments: [] }
    : yamlScalarText(document.file, { start: node.start, end: node.end }, value);
}

function drilldownsOf(authored: AuthoredDetection, document: YamlDocument): readonly Drilldown[] {
  return (authored.drilldown_searches ?? []).map((drilldown, index) => ({
    name: drilldown.name,
    search: drilldown.search,
    earliestOffset: String(drilldown.earliest_offset ?? ""),
    latestOffset: String(drilldown.latest_offset ?? ""),
    span: spanAt(document, ["drilldown_searches", index, "name"]),
  }));
}

function tagsOf({ tags = {} }: AuthoredDetection, document: YamlDocument): DetectionTags {
  return {
    analyticStories: tags.analytic_story ?? [],
    assetType: tags.asset_type ?? "",
    cve: tags.cve ?? tags.CVE ?? [],
    atomicGuids: tags.atomic_guid ?? [],
    techniques: located(tags.mitre_attack_id ?? [], document, ["tags", "mitre_attack_id"]),
    products: tags.product ?? [],
    securityDomain: tags.security_domain ?? "",
    ...(tags.manual_test === undefined ? {} : { manualTest: tags.manual_test }),
    ...(tags.throttling === undefined ? {} : { throttling: tags.throttling }),
    ...(tags.confidence === undefined ? {} : { confidence: tags.confidence }),
    ...(tags.impact === undefined ? {} : { impact: tags.impact }),
  };
}

function testsOf(authored: AuthoredDetection, document: YamlDocument): readonly DetectionTest[] {
  return (authored.tests ?? []).map((test, index) => ({
    name: test.name,
    attackData: (test.attack_data ?? []).map((recording) => ({
      data: recording.data,
      source: recording.source ?? "",
      sourcetype: recording.sourcetype ?? "",
      ...(recording.host === undefined ? {} : { host: recording.host }),
      ...(recording.custom_index === undefined ? {} : { customIndex: recording.custom_index }),
    })),
    events: test.events ?? [],
    lookups: new Map(Object.entries(test.lookups ?? {})),
    ...(test.expect === undefined
      ? {}
      : {
          expected: {
            ...(test.expect.rows === undefined ? {} : { rows: test.expect.rows }),
            values: test.expect.values ?? [],
          },
        }),
    span: spanAt(document, ["tests", index, "name"]),
  }));
}

function targetsOf({ targets }: AuthoredDetection, document: YamlDocument): TargetChoice {
  return {
    skip: (targets?.skip ?? []).map(({ target, reason }, index) => ({
      target,
      reason,
      span: spanAt(document, ["targets", "skip", index, "target"]),
    })),
    require: located(targets?.require ?? [], document, ["targets", "require"]),
    ...(targets?.forms === undefined
      ? {}
      : {
          forms: new Map(
            Object.entries(targets.forms).map(([target, value]) => [
              target,
              { value, span: spanAt(document, ["targets", "forms", target]) },
            ]),
          ),
        }),
  };
}

function located(
  values: readonly string[],
  document: YamlDocument,
  path: YamlPath,
): readonly Located<string>[] {
  return values.map((value, index) => ({ value, span: spanAt(document, [...path, index]) }));
}
