/** Names of functions, in lower case. */
export type FunctionNames = Pick<ReadonlySet<string>, "has"> & Iterable<string>;

/** The functions of the eval language ("Evaluation functions" in the Search Reference), with their other names. */
export const evalFunctions: ReadonlySet<string> = new Set(
  `abs acos acosh asin asinh atan atan2 atanh avg bit_and bit_not bit_or bit_shift_left bit_shift_right bit_xor case
  ceil ceiling cidrmatch coalesce commands cos cosh cluster exact exp false floor getfields hypot if ifnull in ipmask
  isarray isbool isdouble isint ismv isnotnull isnull isnum isobject isstr json json_append json_array
  json_array_to_mv json_delete json_entries json_extend json_extract json_extract_exact json_has_key_exact json_keys
  json_object json_set json_set_exact json_valid len length like ln log lookup lower ltrim match max md5 min mvappend
  mvcount mvdedup mvfilter mvfind mvindex mvjoin mvmap mvrange mvreverse mvsort mvzip mv_to_json_array now null nullif
  pi pow printf random relative_time replace round rtrim searchmatch sha1 sha256 sha512 sigfig sin sinh spath split
  sqrt strftime strptime substr sum tan tanh time toarray tobool todouble toint tomv tonumber toobject tostring trim
  true typeof upper urldecode validate`.split(/\s+/),
);

/** The aggregates of `stats` and its relatives ("Statistical and charting functions"), with their other names. */
export const aggregateFunctions: ReadonlySet<string> = new Set(
  `avg c count dc distinct_count earliest earliest_time estdc estdc_error exactperc first last latest latest_time list
  max mean median min mode p perc per_day per_hour per_minute per_second range rate rate_avg rate_sum sparkline stdev
  stdevp sum sumsq upperperc values var varp`.split(/\s+/),
);

/** What an expression over aggregates may call. */
export const computedFunctions: FunctionNames = {
  has: (name) => evalFunctions.has(name) || aggregateFunctions.has(splitPercentile(name).name),
  [Symbol.iterator]: () => new Set([...evalFunctions, ...aggregateFunctions]).values(),
};

/** `perc95` is the aggregate `perc` with the parameter 95; `p95` is its short name. */
export function splitPercentile(name: string): { readonly name: string; readonly parameter?: number } {
  const match = /^(perc|p|upperperc|exactperc)(\d+(?:\.\d+)?)$/.exec(name);
  if (match === null) return { name };
  const [, function_ = name, digits = ""] = match;
  return { name: function_ === "p" ? "perc" : function_, parameter: Number(digits) };
}

/** How many arguments some functions take at least and at most, by their page; for guessing where a bracket is missing. */
export const argumentCounts: Readonly<Partial<Record<string, readonly [fewest: number, most: number]>>> = {
  abs: [1, 1],
  ceil: [1, 1],
  ceiling: [1, 1],
  cidrmatch: [2, 2],
  floor: [1, 1],
  if: [3, 3],
  isnotnull: [1, 1],
  isnull: [1, 1],
  isnum: [1, 1],
  len: [1, 1],
  like: [2, 2],
  lower: [1, 1],
  match: [2, 2],
  mvcount: [1, 1],
  mvdedup: [1, 1],
  mvfind: [2, 2],
  mvindex: [2, 3],
  mvjoin: [2, 2],
  nullif: [2, 2],
  relative_time: [2, 2],
  replace: [3, 3],
  round: [1, 2],
  searchmatch: [1, 1],
  split: [2, 2],
  strftime: [2, 2],
  strptime: [2, 2],
  substr: [2, 3],
  tonumber: [1, 2],
  tostring: [1, 2],
  trim: [1, 2],
  upper: [1, 1],
};
