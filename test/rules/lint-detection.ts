import { compile } from "../../src/compile.js";
import { defaultDeployment } from "../../src/detection/deployment.js";
import { toDetection } from "../../src/detection/to-detection.js";
import type { Content } from "../../src/content/model.js";
import { loadTargets } from "../../src/content/load-targets.js";
import { checkDocument } from "../../src/content/schema-check.js";
import type { AuthoredDetection } from "../../src/detection/authored-detection.js";
import type { Detection } from "../../src/detection/detection.js";
import { understand, type Compiler } from "../../src/compile.js";
import { lint } from "../../src/rules/lint.js";
import type { LintFinding } from "../../src/rules/rule.js";
import { locate } from "../../src/source/locate.js";
import { parseYaml } from "../../src/yaml/parse-yaml.js";
import { spanAt } from "../../src/yaml/yaml-node.js";

const loaded = loadTargets();

const macros: Content["macros"] = new Map(
  [
    ["sysmon", 'source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational"'],
    ["lake", "sourcetype=aws:cloudtrail:lake"],
    ["host", "host=a"],
    ["either", "a=1 OR b=2"],
    ["mixed", "a=1 OR b=2 AND c=3"],
  ].map(([name = "", text = ""]) => [
    name,
    [{ name, arguments: [], definition: { name, text }, description: "", isEval: false }],
  ]),
);

export interface Linted {
  readonly detection: Detection;
  readonly findings: readonly LintFinding[];
  /** `code: text` of each, in the order of their places. */
  readonly told: readonly string[];
  readonly macros: Content["macros"];
}

/** What the rules find in a detection's YAML, with the catalog of the package and a few macros. */
export async function lintDetection(yaml: string): Promise<Linted> {
  const { catalog } = await loaded;
  const compiler: Compiler = {
    catalog,
    targets: [],
    content: {
      detections: [],
      macros,
      lookups: new Map(),
      dataSources: new Map(),
      stories: new Map(),
      baselines: [],
      diagnostics: [],
    },
  };
  const detection = detectionOf(yaml);
  const understood = understand(detection.search.source, compiler);
  const findings = lint({ detection, understood, catalog });
  // `compile` shows the same beside what was understood.
  const shown = compile(detection, compiler).understood.diagnostics;
  const codes = findings.map(({ diagnostic }) => diagnostic.code);
  const missing = codes.filter((code) => !shown.some((diagnostic) => diagnostic.code === code));
  if (missing.length > 0) throw new Error(`compile does not show ${missing.join(", ")}`);
  const told = findings
    .map(({ diagnostic }) => ({ ...locate(diagnostic.span), code: diagnostic.code }))
    .sort((a, b) => a.start.offset - b.start.offset)
    .map(({ file, start, end, code }) => `${code}: ${file.text.slice(start.offset, end.offset)}`);
  return { detection, findings, told, macros };
}

function detectionOf(yaml: string): Detection {
  const { document } = parseYaml({ name: "detections/endpoint/a_rule.yml", text: yaml });
  if (document === undefined) throw new Error("the detection is no YAML");
  const { value, diagnostics } = checkDocument<AuthoredDetection>(document, "detection");
  if (value === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const deployment = defaultDeployment(value.type, spanAt(document, ["type"]));
  return toDetection(document, value, deployment, { category: "endpoint", stem: "a_rule" });
}
