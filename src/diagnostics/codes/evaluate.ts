import { diagnosticTable, error, warning } from "../diagnostic.js";

/** What can go wrong when a plan runs over events. */
export const evaluateDiagnostics = diagnosticTable("evaluate", {
  "regex-not-supported": error<{
    readonly pattern: string;
    readonly reason: string;
    readonly offset: number;
  }>(
    ({ pattern, reason, offset }) =>
      `the regular expression \`${pattern}\` cannot run here: ${reason} (character ${String(offset + 1)} of the pattern)`,
  ),
  "regex-budget": error<{ readonly pattern: string }>(
    ({ pattern }) =>
      `the regular expression \`${pattern}\` took too many steps on a value, which counts as not matching`,
    () =>
      "nested or neighbouring repetitions of the same characters, as in `(a+)+`, take time that doubles with each character",
  ),
  "network-not-readable": error<{ readonly network: string }>(
    ({ network }) => `\`${network}\` is not an IPv4 or IPv6 network`,
  ),
  "unknown-lookup": error<{ readonly table: string }>(
    ({ table }) => `the rows of the lookup \`${table}\` are not known, so the search cannot run`,
    () => "a lookup needs its CSV file in the folder `lookups`",
  ),
  "time-not-readable": error<{ readonly text: string }>(
    ({ text }) => `\`${text}\` is not a time that can be resolved`,
  ),
  "not-computable": error<{ readonly construct: string; readonly reason: string }>(
    ({ construct, reason }) => `\`${construct}\` cannot be computed: ${reason}`,
  ),
  "unknown-routing": warning<{ readonly term: string }>(
    ({ term }) => `\`${term}\` names no log source of the catalog, so it does not select among the events`,
    () => "every event of the files is taken as if the term were true of it",
  ),
  "assumed-field": warning<{ readonly field: string; readonly sourcetype: string }>(
    ({ field, sourcetype }) =>
      `the search filters by \`${field}\`, whose values in \`${sourcetype}\` events are only assumed here`,
    () => "Splunk takes them from a table of an add-on that is not published, and may have others",
  ),
  "not-an-event": warning<{ readonly line: number; readonly reason: string }>(
    ({ line, reason }) => `line ${String(line)} is not an event: ${reason}`,
    () => "without `--sourcetype` a file holds one JSON object a line",
  ),
  "file-not-readable": error<{ readonly path: string; readonly reason: string }>(
    ({ path, reason }) => `\`${path}\` cannot be read: ${reason}`,
  ),
  "no-witness": error<object>(
    () => "no event that could be made for the search fires it",
    () => "write the events of a test by hand, with `events:` and `expect:`",
  ),
  "tests-not-writable": error<object>(
    () => "the tests cannot be added to the file as it is written",
    () => "`tests:` has to be a list with one item a line, in block style",
  ),
  "no-such-detection": error<{ readonly path: string }>(
    ({ path }) => `\`${path}\` is no detection that was read`,
    () => "it has to lie in the folder `detections` of its content repository",
  ),
});
