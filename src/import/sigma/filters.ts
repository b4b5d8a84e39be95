import { importDiagnostics } from "../../diagnostics/codes/import.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { keySpanAt, spanAt } from "../../yaml/yaml-node.js";
import { detectionLogic } from "./detection-logic.js";
import type { Logic } from "./logic.js";
import { isMap, namesOf, textsIn, type RuleDocument } from "./rule-document.js";

type Report = (diagnostic: Diagnostic) => void;

/** A filter document: what events of other rules have to pass, too. */
export interface RuleFilter {
  readonly title: string;
  /** Ids and names of the rules; absent: all rules of the log source. */
  readonly rules?: ReadonlySet<string>;
  readonly logsource: Readonly<Record<string, unknown>>;
  /** `undefined`: it could not be read, which was reported. */
  readonly logic: Logic | undefined;
}

/**
 * Reads the filter documents among the documents. Reports a rule that is named and not among them, or that is of
 * another log source, for which an engine would leave the filter out without a word.
 * https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-filters-specification.md
 */
export function readFilters(documents: readonly RuleDocument[], report: Report): readonly RuleFilter[] {
  const rules = documents.filter(({ kind }) => kind === "detection");
  return documents
    .filter(({ kind }) => kind === "filter")
    .map((filter) => {
      const { document, metadata } = filter;
      const whole = isMap(document.value) ? document.value : {};
      const listed = isMap(whole["filter"]) ? whole["filter"]["rules"] : undefined;
      const named = textsIn(listed).filter((name) => name !== "any");
      const read: RuleFilter = {
        title: metadata.title,
        ...(named.length === 0 ? {} : { rules: new Set(named) }),
        logsource: isMap(whole["logsource"]) ? whole["logsource"] : {},
        logic: detectionLogic(document, report, "filter"),
      };
      const place = spanAt(document, ["filter", "rules"]);
      for (const name of named) {
        const rule = rules.find(({ metadata: own }) => namesOf(own).includes(name));
        if (rule === undefined) report(importDiagnostics["no-such-rule"](place, { name }));
        else if (!hasSource(rule, read))
          report(importDiagnostics["filter-source"](keySpanAt(document, ["logsource"]), { name }));
      }
      return read;
    });
}

/** The filters that a rule has to pass. */
export function filtersOf(rule: RuleDocument, filters: readonly RuleFilter[]): readonly RuleFilter[] {
  const names = namesOf(rule.metadata);
  return filters.filter(
    (filter) =>
      (filter.rules === undefined || names.some((name) => filter.rules?.has(name))) &&
      hasSource(rule, filter),
  );
}

/** Whether a rule has every attribute of a filter's log source. */
function hasSource({ document: { value } }: RuleDocument, { logsource }: RuleFilter): boolean {
  const own = isMap(value) && isMap(value["logsource"]) ? value["logsource"] : {};
  return ["category", "product", "service"].every(
    (key) => logsource[key] === undefined || logsource[key] === own[key],
  );
}
