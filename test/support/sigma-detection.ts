import { load } from "js-yaml";
import { bodies } from "../../src/backends/sigma/document/documents.js";
import { detectionSection } from "../../src/backends/sigma/document/detection-section.js";
import { printYaml } from "../../src/backends/sigma/document/yaml.js";
import type { Logic } from "../../src/backends/sigma/logic/logic.js";

/** The detection of a rule that a logic becomes, written as YAML and read again. */
export function writtenDetection(logic: Logic): Readonly<Record<string, unknown>> {
  const detection = detectionSection(logic, new Map());
  const text = printYaml(bodies({ rules: [{ logsource: { product: "windows" }, detection, fields: [] }] }));
  const document = load(text);
  if (typeof document !== "object" || document === null || !("detection" in document)) throw new Error(text);
  return Object.fromEntries(Object.entries(document.detection ?? {}));
}
