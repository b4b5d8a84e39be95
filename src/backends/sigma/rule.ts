import type { DetectionSection } from "./document/detection-section.js";

/** What a plan is in Sigma: rules on events, and where it asks for groups of them a correlation over the rules. */
export interface SigmaRules {
  readonly rules: readonly SigmaRule[];
  readonly correlation?: SigmaCorrelation;
}

export interface SigmaRule {
  readonly logsource: SigmaLogSource;
  readonly detection: DetectionSection;
  /** Fields that an analyst wants to see: what the search groups by. */
  readonly fields: readonly string[];
}

/** Keys in the order of writing. */
export interface SigmaLogSource {
  readonly category?: string;
  readonly product?: string;
  readonly service?: string;
}

export type SigmaCorrelation = SigmaCount | SigmaMeeting;

/** Groups of events of some rules that reach a number within a timespan. */
export interface SigmaCount extends Grouped {
  readonly type: "event_count" | "value_count";
  /** Which of the rules, by their place. */
  readonly over: readonly number[];
  readonly operator: "gt" | "gte";
  readonly threshold: number;
  /** The field whose distinct values count. */
  readonly field?: string;
}

/** Groups in which, within a timespan, events of every rule occur and every count is reached. */
export interface SigmaMeeting extends Grouped {
  readonly type: "temporal";
  readonly over: readonly (number | SigmaCount)[];
}

interface Grouped {
  readonly groupBy: readonly string[];
  readonly timespan: string;
  /** For a group field that the rules name differently: its field by the place of the rule. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<number, string>>;
}

/** Reads `category=…,product=…,service=…`, as the homes of the catalog name log sources. */
export function logSourceOf(table: string): SigmaLogSource {
  const pairs = new Map(
    table.split(",").map((pair) => {
      const [key = "", value = ""] = pair.split("=");
      return [key.trim(), value.trim()] as const;
    }),
  );
  const category = pairs.get("category");
  const product = pairs.get("product");
  const service = pairs.get("service");
  return {
    ...(category === undefined ? {} : { category }),
    ...(product === undefined ? {} : { product }),
    ...(service === undefined ? {} : { service }),
  };
}
