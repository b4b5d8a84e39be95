import type { SigmaCorrelation, SigmaCount, SigmaRule, SigmaRules } from "../rule.js";
import type { DetectionSection } from "./detection-section.js";
import type { SelectionItem, SelectionMap } from "./selection.js";
import type { YamlMap, YamlValue } from "./yaml.js";

/**
 * The logical part of each rule: log source, detection and fields; behind the rules the correlations over them, the one
 * that alerts last. What a correlation refers to has a name.
 */
export function bodies({ rules, correlation }: SigmaRules): readonly YamlMap[] {
  if (correlation === undefined) return rules.map(ruleBody);
  const events = rules.map((rule, index) => ({ name: partName("event", index), ...ruleBody(rule) }));
  const counts =
    correlation.type === "temporal" ? correlation.over.filter((part) => typeof part !== "number") : [];
  return [
    ...events,
    ...counts.map((count, index) => ({
      name: partName("count", index),
      correlation: correlationBody(count, []),
    })),
    { correlation: correlationBody(correlation, counts) },
  ];
}

function partName(kind: "event" | "count", index: number): string {
  return index === 0 ? kind : `${kind}_${index + 1}`;
}

function ruleBody({ logsource, detection, fields }: SigmaRule): YamlMap {
  return {
    logsource: { ...logsource },
    detection: detectionBody(detection),
    ...(fields.length === 0 ? {} : { fields }),
  };
}

function detectionBody({ identifiers, condition }: DetectionSection): YamlMap {
  const entries = identifiers.map(({ name, selection }): [string, YamlValue] => {
    const [only, ...more] = selection;
    const [item] = only ?? [];
    if (item?.key === "") return [name, item.values];
    return [name, only !== undefined && more.length === 0 ? selectionMap(only) : selection.map(selectionMap)];
  });
  return { ...Object.fromEntries(entries), condition };
}

function selectionMap(map: SelectionMap): YamlMap {
  return Object.fromEntries(map.map((item) => [item.key, itemValue(item)]));
}

function itemValue({ values }: SelectionItem): YamlValue {
  const [only, ...more] = values;
  return only !== undefined && more.length === 0 ? only : values;
}

function correlationBody(correlation: SigmaCorrelation, counts: readonly SigmaCount[]): YamlMap {
  const { type, over, groupBy, timespan, aliases } = correlation;
  const rules = over.map((part) =>
    typeof part === "number" ? partName("event", part) : partName("count", counts.indexOf(part)),
  );
  const fields = [...aliases].map(([alias, columns]) => [
    alias,
    Object.fromEntries([...columns].map(([rule, column]) => [partName("event", rule), column])),
  ]);
  return {
    type,
    rules,
    "group-by": groupBy,
    timespan,
    ...(fields.length === 0 ? {} : { aliases: Object.fromEntries(fields) }),
    ...(type === "temporal" ? {} : { condition: conditionBody(correlation) }),
  };
}

function conditionBody({ operator, threshold, field }: SigmaCount): YamlMap {
  return { [operator]: threshold, ...(field === undefined ? {} : { field }) };
}
