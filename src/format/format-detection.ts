import type { Macro } from "../content/model.js";
import { formatDiagnostics } from "../diagnostics/codes/format.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { wholeText, type SourceText } from "../source/source-text.js";
import { yamlScalarText } from "../source/yaml-scalar.js";
import { parseYaml } from "../yaml/parse-yaml.js";
import { nodeAt, type YamlNode } from "../yaml/yaml-node.js";
import { formatVerified, type Formatted } from "./format-verified.js";
import { sameTree } from "./same-tree.js";
import { withBlockScalar } from "./with-block-scalar.js";

/**
 * Formats the value of `search` in the YAML of a detection; every other byte stays. A literal block keeps its header
 * and its indentation, a scalar of another style becomes a literal block where formatting changes it. The result is
 * read again, and all values but `search` have to be what they were.
 */
export function formatDetection(file: SourceText, macros: ReadonlyMap<string, readonly Macro[]>): Formatted {
  return formatDetectionWith(file, (search) => formatVerified(search, macros));
}

/** The same with a way of its own to format the search. */
export function formatDetectionWith(file: SourceText, format: (search: SourceText) => Formatted): Formatted {
  const { document, diagnostics } = parseYaml(file);
  if (document === undefined) return { diagnostics };
  const node = nodeAt(document, ["search"]);
  if (node?.kind !== "scalar" || typeof node.value !== "string")
    return { diagnostics: [formatDiagnostics["no-search"](wholeText(file), {})] };
  const formatted = format(yamlScalarText(file, node, node.value));
  if (formatted.text === undefined) return formatted;
  if (formatted.text === node.value.replace(/\n+$/, "")) return { text: file.text };
  const text = withBlockScalar(file.text, node, formatted.text);
  return isOnlyChange(file, text, formatted.text) ? { text } : { diagnostics: [notInBlock(file, node)] };
}

function notInBlock(source: SourceText, { start, end }: YamlNode): Diagnostic {
  return formatDiagnostics["no-block-scalar"]({ source, start, end }, {});
}

/** Reads the new file, and compares all values with the old ones. */
function isOnlyChange(file: SourceText, text: string, search: string): boolean {
  const before = parseYaml(file).document?.value;
  const after = parseYaml({ name: file.name, text }).document?.value;
  if (typeof before !== "object" || typeof after !== "object" || before === null || after === null)
    return false;
  return (
    "search" in after &&
    typeof after.search === "string" &&
    after.search.replace(/\n+$/, "") === search &&
    sameTree({ ...before, search: "" }, { ...after, search: "" })
  );
}
