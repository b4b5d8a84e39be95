import { lintDiagnostics } from "../diagnostics/codes/rules.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Detection } from "../detection/detection.js";
import type { Span } from "../source/source-text.js";
import { parseYaml } from "../yaml/parse-yaml.js";
import { nodeAt, type YamlDocument, type YamlPath } from "../yaml/yaml-node.js";
import { findings, type Rule } from "./rule.js";

/**
 * Risk objects, threat objects, the risk message and drilldowns name columns of the result; where the search says which
 * columns there are, they have to be among them.
 */
export const resultFields: Rule = {
  codes: ["risk-field", "message-field", "drilldown-field"],
  needs: "plan",
  check: ({ detection, understood: { plan, leftOut = [] } }) => {
    // A column that the plan leaves out is in the result all the same, perhaps under another name.
    if (plan === undefined || plan.row.open || leftOut.length > 0) return [];
    const { columns } = plan.row;
    const isLost = (field: string): boolean => !columns.has(field);
    const { objects, threats } = detection.risk;
    return findings(
      ...objects
        .filter(({ field }) => isLost(field))
        .map(({ field, span }) => lintDiagnostics["risk-field"](span, { field, role: "risk" })),
      ...threats
        .filter(({ field }) => isLost(field))
        .map(({ field, span }) => lintDiagnostics["risk-field"](span, { field, role: "threat" })),
      ...tokenDiagnostics(detection, isLost),
    );
  },
};

/** What Splunk sets in every result of a scheduled search. */
const added = /^(?:info_|_time$)/;

function tokenDiagnostics(
  { file, risk, drilldowns }: Detection,
  isLost: (field: string) => boolean,
): readonly Diagnostic[] {
  const lost = (text: string): readonly string[] =>
    tokensOf(text).filter((field) => isLost(field) && !added.test(field));
  const texts = [risk.message, ...drilldowns.flatMap(({ name, search }) => [name, search])];
  if (texts.every((text) => lost(text).length === 0)) return [];
  const { document } = parseYaml(file);
  if (document === undefined) return [];
  const messagePath = risk.format === "rba" ? ["rba", "message"] : ["tags", "message"];
  return [
    ...lost(risk.message).map((field) =>
      lintDiagnostics["message-field"](tokenSpan(document, messagePath, field), { field }),
    ),
    ...drilldowns.flatMap((drilldown, index) =>
      (["name", "search"] as const).flatMap((key) =>
        lost(drilldown[key]).map((field) =>
          lintDiagnostics["drilldown-field"](tokenSpan(document, ["drilldown_searches", index, key], field), {
            field,
          }),
        ),
      ),
    ),
  ];
}

function tokensOf(text: string): readonly string[] {
  const names = [...text.matchAll(/\$([^\s$|]+)(?:\|\w+)?\$/g)].flatMap(([, name]) =>
    name === undefined ? [] : [name],
  );
  return [...new Set(names)];
}

/** The token in the value at a path; the whole value where its text is written another way. */
function tokenSpan(document: YamlDocument, path: YamlPath, field: string): Span {
  const { file: source } = document;
  const { start, end } = nodeAt(document, path) ?? { start: 0, end: 0 };
  const token = `$${field}`;
  const at = source.text.indexOf(token, start);
  return at === -1 || at >= end ? { source, start, end } : { source, start: at, end: at + token.length + 1 };
}
