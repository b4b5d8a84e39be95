import { enumerate } from "../enumerate.js";
import { diagnosticTable, error, warning } from "../diagnostic.js";

interface Suggested {
  readonly suggestion: string | undefined;
}

interface LostField extends Suggested {
  readonly field: string;
  readonly columns: readonly string[];
  readonly open: boolean;
}

function meant({ suggestion }: Suggested): string | undefined {
  return suggestion === undefined ? undefined : `\`${suggestion}\` may be meant`;
}

function columnsHelp(lost: LostField): string | undefined {
  const there = lost.open || lost.columns.length === 0 ? undefined : `there are ${enumerate(lost.columns)}`;
  const parts = [meant(lost), there].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join("; ");
}

/** What can be wrong with a search that reads well: names, types, and constructs without a meaning here. */
export const lowerDiagnostics = diagnosticTable("lower", {
  "lost-field": error<LostField>(
    ({ field }) => `field \`${field}\` does not exist here: an earlier command dropped it`,
    columnsHelp,
  ),
  "empty-column": warning<LostField>(
    ({ field }) => `column \`${field}\` is always empty: an earlier command dropped the field`,
    columnsHelp,
  ),
  "missing-field": warning<LostField>(
    ({ field }) => `field \`${field}\` is always missing here: an earlier command dropped it`,
    columnsHelp,
  ),
  "absent-field": warning<{ reason: string }>(({ reason }) => `${reason}; it counts as missing`),
  "refused-function": error<{ name: string }>(
    ({ name }) => `function \`${name}\` has no value that one event could say`,
    ({ name }) => (name === "lookup" ? "the command `lookup` adds the columns of a table" : undefined),
  ),
  "wrong-arity": error<{ name: string; count: number; minimum: number; maximum?: number }>(
    ({ name, count, minimum, maximum }) =>
      `function \`${name}\` takes ${range(minimum, maximum)}, not ${count}`,
  ),
  "unpaired-arguments": error<{ name: string; count: number }>(
    ({ name, count }) =>
      `function \`${name}\` takes pairs of a condition and a value, but has ${count} arguments`,
    () => "a default is written as `true(), value`",
  ),
  "unknown-aggregate": error<Suggested & { name: string }>(
    ({ name }) => `aggregate \`${name}\` is not known`,
    meant,
  ),
  "refused-aggregate": error<{ name: string }>(
    ({ name }) => `aggregate \`${name}\` has no meaning outside a chart of Splunk`,
  ),
  "aggregate-without-field": error<{ name: string }>(
    ({ name }) => `aggregate \`${name}\` needs a field: without one it stands for every field there is`,
  ),
  "repeated-column": error<{ name: string }>(
    ({ name }) => `two columns of the result are called \`${name}\``,
    () => "`AS` gives one of them another name",
  ),
  "aggregate-of-test": error<{ name: string }>(
    ({ name }) => `aggregate \`${name}\` takes a value, but the expression is a test`,
    () => "`count(eval(…))` counts the rows where a test is true",
  ),
  "not-boolean": error<object>(
    () => "a condition must be true or false, but this expression gives another value",
    () => "`isnotnull(field)` asks whether a field has a value",
  ),
  "boolean-assignment": error<{ name: string }>(
    ({ name }) => `\`eval\` cannot set \`${name}\` to a truth value`,
    () => "`if(condition, 1, 0)` or `tostring(condition)` gives a value",
  ),
  "multivalue-comparison": error<{ what: string }>(
    ({ what }) => `${what} holds several values, and what this expression makes of them is not documented`,
    () => "`mvmap`, `mvindex` or `mvexpand` take the values one by one",
  ),
  "any-value": warning<{ what: string }>(
    ({ what }) =>
      `${what} holds several values: the test is taken to be true when any of them passes it, as Splunk does without documenting it`,
    () => "`mvfilter` or `mvfind` say which values are meant",
  ),
  "each-value": warning<{ field: string; command: string }>(
    ({ field, command }) =>
      `field \`${field}\` holds several values: \`${command}\` is taken to work on each of them, as Splunk does without documenting it`,
    () => "`mvexpand` makes a row of each value",
  ),
  "left-out": warning<{ reason: string }>(
    ({ reason }) => `${reason}: the column only shows, and is left out`,
  ),
  "multivalue-input": error<{ field: string; command: string }>(
    ({ field, command }) =>
      `field \`${field}\` holds several values, and what \`${command}\` makes of them is not documented`,
    () => "`mvexpand` makes a row of each value",
  ),
  "one-field-per-value": error<{ name: string }>(
    ({ name }) => `function \`${name}\` needs exactly one field whose values it goes through`,
  ),
  "computed-pattern": error<{ construct: string }>(
    ({ construct }) =>
      `the pattern of \`${construct}\` is not a text literal, so it is known only at run time`,
  ),
  "computed-name": error<{ name: string }>(
    ({ name }) =>
      `\`eval {${name.replace(/^\{|\}$/gu, "")}}\` takes the name of a field from a value, so no one knows it before`,
  ),
  "not-a-network": error<{ text: string }>(
    ({ text }) => `\`${text}\` is not an IPv4 or IPv6 network in CIDR notation`,
  ),
  "not-a-search-expression": error<object>(() => "the text of `searchmatch` is not one search expression"),
  "wildcard-in-order": error<{ operator: string }>(
    ({ operator }) => `a value with wildcards cannot be compared by \`${operator}\``,
  ),
  "term-as-value": error<object>(
    () => "`TERM()` as the value of a field asks the index, which only Splunk has",
    () => "the value itself in quotes compares the field",
  ),
  "index-token": error<{ term: string }>(
    ({ term }) => `\`${term}\` asks for a token of the index, which only Splunk has`,
  ),
  "no-raw-event": error<{ term: string }>(
    ({ term }) => `the term \`${term}\` looks in the raw event, which an earlier command dropped`,
    () => "`field=value` tests a column",
  ),
  "wildcard-over-events": error<{ construct: string }>(
    ({ construct }) => `\`${construct}\` takes all fields of events, and not all of them are known`,
    () => "naming the fields makes the columns known",
  ),
  "wildcard-name": error<{ name: string }>(
    ({ name }) => `the name \`${name}\` has a wildcard that stands for nothing`,
  ),
  "ambiguous-family": error<{ name: string; member: string }>(
    ({ name, member }) =>
      `the events have both \`${name}\` and \`${member}\`, and renaming the one to the other depends on which an event has`,
    () => `a \`rename\` without wildcards says which is meant`,
  ),
  "unequal-wildcards": error<{ from: string; to: string }>(
    ({ from, to }) => `\`${from}\` and \`${to}\` must have the same number of wildcards`,
  ),
  "ambiguous-rename": error<{ name: string }>(
    ({ name }) => `\`rename\` uses \`${name}\` twice, and the order of its pairs is not defined`,
    () => "two `rename` commands say the order",
  ),
  "no-column-left": error<{ command: string }>(({ command }) => `\`${command}\` leaves no column`),
  "no-named-group": error<object>(
    () => "the pattern of `rex` has no named group, so it sets no field",
    () => "`(?<name>…)` names a group",
  ),
  "no-source": error<{ defaultSource: string | undefined }>(
    ({ defaultSource }) =>
      defaultSource === undefined
        ? "no term of the search says which log source it reads"
        : `no term of the search says which log source it reads, and the default \`${defaultSource}\` is not in the catalog`,
    () => "`--source` names one, and `catalog:` in detc.yml can spell a term such as `sourcetype=…`",
  ),
  "unknown-source": error<Suggested & { term: string }>(
    ({ term }) => `\`${term}\` names no log source of the catalog`,
    (parameters) =>
      [meant(parameters), "`catalog:` in detc.yml can spell it, and `--source` names a source for one search"]
        .filter((part) => part !== undefined)
        .join("; "),
  ),
  "source-assumed": warning<{ term: string; source: string }>(
    ({ term, source }) => `\`${term}\` is not in the catalog and is taken to name \`${source}\``,
  ),
  "unbounded-source": error<{ terms: readonly string[] }>(
    ({ terms }) =>
      `the search also takes events that ${enumerate([...new Set(terms)])} ${terms.length === 1 ? "does" : "do"} not cover, so its log sources are not known`,
    () => "a term that names the source has to stand beside every alternative",
  ),
  "contradictory-sources": error<{ sources: readonly string[] }>(
    ({ sources }) =>
      `no event of ${enumerate(sources)} can pass: the terms of the search contradict each other`,
  ),
  "partly-excluded": error<{ term: string }>(
    ({ term }) =>
      `the search excludes \`${term}\`, which is one of several spellings of its log source, and a target cannot tell them apart`,
  ),
  "late-routing": error<object>(
    () => "a term that names the log source stands where the rows are no longer events of one source",
    () => "the first search is the place for it",
  ),
  "refused-source": error<{ kind: string; name: string }>(
    ({ kind, name }) => `${kind} \`${name}\` exists only in Splunk`,
  ),
  "narrowed-data-model": error<{ term: string; dataset: string; by: "origin" | "node" }>(
    ({ term, dataset, by }) =>
      by === "origin"
        ? `\`${term}\` narrows the data set \`${dataset}\` to the events of one log source, which no binding of the data set can tell apart`
        : `\`${term}\` narrows the data set \`${dataset}\` by its index of data sets, of which only \`nodename=\` and the path of a known one, apart from OR and NOT, has a meaning elsewhere`,
    ({ by }) =>
      by === "origin"
        ? "a search of that log source says the same over its own fields"
        : "the constraint of the data set, written as a test of its fields, says the same",
  ),
  "field-of-other-dataset": error<Suggested & { field: string; dataset: string }>(
    ({ field, dataset }) => `field \`${field}\` is not one of the data set \`${dataset}\``,
    meant,
  ),
  "time-modifier": error<{ name: string; repeated: boolean }>(({ name, repeated }) =>
    repeated
      ? `time modifier \`${name}\` is set twice`
      : `time modifier \`${name}\` in this form has no meaning in a scheduled rule`,
  ),
  "time-modifier-in-condition": error<{ name: string }>(
    ({ name }) => `time modifier \`${name}\` must stand in the first search, AND-ed with everything else`,
  ),
  "no-metrics": error<{ source: string }>(
    ({ source }) => `log source \`${source}\` has events and no metrics, which are what \`mstats\` reads`,
    () => "`stats` and `tstats` group events; a catalog names the metrics of a log source under `metrics`",
  ),
  "unknown-metric": error<{ name: string; sources: readonly string[] }>(
    ({ name, sources }) => `no metric of ${enumerate(sources)} is called \`${name}\``,
    () => "a catalog (`catalog:` in detc.yml) adds to the metrics of a log source",
  ),
  "metric-as-dimension": error<{ name: string }>(
    ({ name }) => `\`${name}\` is a metric, and \`mstats\` chooses and groups by dimensions only`,
    () => "a `search` or `where` behind it tests what was measured",
  ),
  "automatic-span": error<{ command: string }>(
    ({ command }) => `\`${command}\` without \`span\` takes a width that depends on the run`,
    () => "`span=1h` or the like fixes it",
  ),
  "chosen-span": warning<{ command: string }>(
    ({ command }) =>
      `\`${command}\` without \`span\` takes a width that depends on how many results there are: seconds are taken, and nothing decides by it`,
    () => "`span=1h` or the like fixes it",
  ),
  "empty-span": error<object>(() => "a span must be a positive length of time"),
  "subsearch-in-condition": error<object>(
    () => "a subsearch must be AND-ed with everything else, by itself or under `NOT`",
  ),
  "subsearch-in-eval": error<object>(
    () => "a subsearch inside an expression puts text into it that is known only at run time",
  ),
  "subsearch-rows": error<{ reason: string }>(
    ({ reason }) => `the subsearch cannot be compared with the rows: ${reason}`,
    () => "`| fields a` or `| stats count by a | fields a` says what is compared",
  ),
  "only-in-subsearch": error<{ command: string }>(
    ({ command }) => `\`${command}\` has a meaning only at the end of a subsearch`,
  ),
  "join-without-fields": error<{ shared: number }>(({ shared }) =>
    shared === 0
      ? "`join` without fields needs columns that both sides are known to have"
      : "`join` without fields takes all that both sides share, and not all fields of events are known",
  ),
  "unknown-lookup": error<{ name: string }>(
    ({ name }) => `lookup \`${name}\` is not defined, so its columns are not known`,
  ),
  "lookup-column": error<Suggested & { column: string; table: string; columns: readonly string[] }>(
    ({ column, table }) => `lookup \`${table}\` has no column \`${column}\``,
    (parameters) =>
      [meant(parameters), `there are ${enumerate(parameters.columns)}`]
        .filter((part) => part !== undefined)
        .join("; "),
  ),
  "model-lookup": error<{ name: string }>(
    ({ name }) => `lookup \`${name}\` is a model of machine learning, which only Splunk can apply`,
  ),
  "computed-lookup": error<{ name: string; reason: string }>(
    ({ name, reason }) => `lookup \`${name}\` is computed by a script: ${reason}`,
  ),
  "filtered-lookup": error<{ name: string }>(
    ({ name }) => `the \`filter\` in the definition of lookup \`${name}\` leaves out rows of its table`,
    () => "a table with the wanted rows alone needs no `filter`",
  ),
  "columns-of-values": error<{ construct: string }>(
    ({ construct }) =>
      `\`${construct}\` takes columns without naming them, and which there are only the values say`,
    () => "`stats … by` with both fields keeps the values in rows",
  ),
  "range-of-run": error<object>(
    () =>
      "`timechart` has a row for every span of the time range of the run, which the search does not state",
    () =>
      "`earliest=` states it, `fixedrange=f` takes the time from the first event to the last, and `cont=f` leaves out spans without events",
  ),
  "refused-option": error<{ command: string; option: string }>(
    ({ command, option }) => `\`${command}\` with ${described(option)} is not translated`,
  ),
  "template-command": error<{ command: string }>(
    ({ command }) => `\`${command}\` cannot stand in the template of \`foreach\``,
  ),
  "side-effect-command": error<{ name: string }>(
    ({ name }) => `\`${name}\` writes or sends something, which no detection rule can carry`,
  ),
  "model-command": error<{ name: string }>(
    ({ name }) => `\`${name}\` applies machine learning, which only Splunk has`,
  ),
  "administrative-command": error<{ name: string }>(
    ({ name }) => `\`${name}\` asks about Splunk itself, not about events`,
  ),
  "unsupported-command": error<{ name: string }>(({ name }) => `command \`${name}\` is not translated`),
  "search-per-row": error<object>(
    () => "`map` runs a search for every row, put together from its text",
    () => "`join` or a subsearch says the same where the row only gives values to compare",
  ),
  transaction: error<{ what: string }>(
    ({ what }) => `what \`transaction\` makes of ${what} is not documented`,
    () => "`stats … by` groups events that share a value",
  ),
  "needs-input": error<{ command: string }>(
    ({ command }) => `\`${command}\` works on rows and cannot begin a search`,
  ),
});

function range(minimum: number, maximum: number | undefined): string {
  const plural = (count: number) => `${count} argument${count === 1 ? "" : "s"}`;
  if (maximum === undefined) return `at least ${plural(minimum)}`;
  return minimum === maximum ? plural(minimum) : `${minimum} to ${plural(maximum)}`;
}

function described(option: string): string {
  return /[\s(]/u.test(option) || /^(?:a|two|span)\b/u.test(option) ? option : `\`${option}\``;
}
