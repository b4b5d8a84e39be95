import type { SigmaCorrelation, SigmaRule, SigmaRules } from "../rule.js";
import type { DetectionSection } from "./detection-section.js";
import type { SelectionItem, SelectionMap } from "./selection.js";
import type { YamlMap, YamlValue } from "./yaml.js";

/** The logical part of each rule: log source, detection and fields, or the correlation. */
export function bodies({ rules, correlation }: SigmaRules): readonly YamlMap[] {
  const events = rules.map(ruleBody);
  return correlation === undefined ? events : [...events, { correlation: correlationBody(correlation) }];
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

/** The rules have no names yet: `wrap` gives them, and puts them before the fields of each alias. */
function correlationBody(correlation: SigmaCorrelation): YamlMap {
  const common = {
    type: correlation.type,
    rules: [],
    "group-by": correlation.groupBy,
    timespan: correlation.timespan,
  };
  if (correlation.type === "temporal")
    return correlation.aliases.size === 0
      ? common
      : { ...common, aliases: Object.fromEntries(correlation.aliases) };
  return {
    ...common,
    condition: {
      [correlation.operator]: correlation.threshold,
      ...(correlation.field === undefined ? {} : { field: correlation.field }),
    },
  };
}
