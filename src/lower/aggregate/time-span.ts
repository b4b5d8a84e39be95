import type { GroupByField, SpanArgument } from "../../../grammar/ast.js";

/** The keys of a `by` in which every `span` stands behind the key it is of. */
export interface SpannedKeys {
  readonly keys: readonly GroupByField[];
  /** A `span` whose key `_time` is not named. */
  readonly leftover?: SpanArgument;
}

/**
 * `by host, _time span=1h` and `by _time, host span=1h` say the same: in `tstats` and `mstats` a span is the width of
 * the buckets of `_time`, wherever it is written.
 */
export function spanOfTime(by: readonly GroupByField[]): SpannedKeys {
  const misplaced = by.find(({ field, bucket }) => bucket !== undefined && field.name !== "_time");
  const width = misplaced?.bucket;
  if (width === undefined) return { keys: by };
  const plain = by.map((key): GroupByField => {
    if (key.field.name === "_time") return key.bucket === undefined ? { ...key, bucket: width } : key;
    return { field: key.field, span: key.span, ...(key.prefix === undefined ? {} : { prefix: key.prefix }) };
  });
  return by.some(({ field }) => field.name === "_time") ? { keys: plain } : { keys: plain, leftover: width };
}
