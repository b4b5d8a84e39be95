import { diagnosticTable, error, warning } from "../diagnostic.js";

/** What can go wrong when a plan runs over events. */
export const evaluateDiagnostics = diagnosticTable("evaluate", {
  "regex-not-supported": error<{ readonly pattern: string; readonly reason: string; readonly offset: number }>(
    ({ pattern, reason, offset }) =>
      `The regular expression \`${pattern}\` cannot run here: ${reason} (character ${String(offset + 1)} of the pattern).`,
  ),
  "regex-budget": error<{ readonly pattern: string }>(
    ({ pattern }) =>
      `The regular expression \`${pattern}\` took too many steps on a value; the value counts as not matching.`,
    () =>
      "Nested or neighbouring repetitions of the same characters, as in `(a+)+`, take time that doubles with each character.",
  ),
  "network-not-readable": error<{ readonly network: string }>(
    ({ network }) => `\`${network}\` is not an IPv4 or IPv6 network.`,
  ),
  "unknown-lookup": error<{ readonly table: string }>(
    ({ table }) => `The rows of the lookup \`${table}\` are not known, so the search cannot run.`,
    () => "A lookup needs its CSV file in the folder `lookups`.",
  ),
  "time-not-readable": error<{ readonly text: string }>(
    ({ text }) => `\`${text}\` is not a time that can be resolved.`,
  ),
  "not-computable": error<{ readonly construct: string; readonly reason: string }>(
    ({ construct, reason }) => `\`${construct}\` cannot be computed: ${reason}.`,
  ),
  "list-cut": warning<{ readonly column: string }>(
    ({ column }) => `\`${column}\` holds the first 100 values only, as \`list\` does in Splunk.`,
  ),
});
