import { diagnosticTable, error, warning } from "../diagnostic.js";
import { suggest } from "../suggest.js";

/** What stands in the way of reading the rules of another format. */
export const importDiagnostics = diagnosticTable("import", {
  "no-rule": error<Record<never, never>>(
    () => "the document is no rule: it has neither `detection` nor `correlation`",
  ),
  "filter-document": error<{ title: string }>(
    ({ title }) => `the filter \`${title}\` changes the rule and cannot be read`,
  ),
  "filter-source": error<{ name: string }>(
    ({ name }) =>
      `the filter names the rule \`${name}\` and has another log source, so that it would not change the rule`,
  ),
  "unknown-key": error<{ key: string; known: readonly string[] }>(
    ({ key }) => `the key \`${key}\` has no meaning here`,
    ({ key, known }) => {
      const meant = suggest(key, known);
      return meant === undefined ? undefined : `did this mean \`${meant}\`?`;
    },
  ),
  "missing-key": error<{ key: string }>(({ key }) => `the key \`${key}\` is missing`),
  "wrong-value": error<{ what: string; expected: string }>(
    ({ what, expected }) => `${what} has to be ${expected}`,
  ),
  "unknown-modifier": error<{ modifier: string; known: readonly string[] }>(
    ({ modifier }) => `\`${modifier}\` is no modifier of Sigma`,
    ({ modifier, known }) => {
      const meant = suggest(modifier, known);
      return meant === undefined ? undefined : `did this mean \`${meant}\`?`;
    },
  ),
  modifier: error<{ modifier: string; reason: string }>(
    ({ modifier, reason }) => `the modifier \`${modifier}\` cannot be read here: ${reason}`,
  ),
  placeholder: error<{ text: string }>(
    ({ text }) => `\`${text}\` holds a placeholder, and what it stands for is not known`,
    () => "the values can be written in its place",
  ),
  condition: error<{ reason: string }>(({ reason }) => `the condition cannot be read: ${reason}`),
  "unused-identifier": warning<{ name: string }>(
    ({ name }) => `the condition does not use the search identifier \`${name}\``,
  ),
  "unknown-field": warning<{ field: string; source: string }>(
    ({ field, source }) => `log source \`${source}\` has no field \`${field}\`; the name is kept as it is`,
  ),
  "other-meaning": error<{ field: string; source: string }>(
    ({ field, source }) =>
      `\`${field}\` of log source \`${source}\` is computed from other fields in Splunk, and so not the rule's field of that name`,
  ),
  "unnamed-source": warning<{ source: string }>(
    ({ source }) =>
      `the catalog does not know how Splunk names \`${source}\`, so that the search names no log source`,
    ({ source }) => `\`source: "${source}"\` in detc.yml, or --source, says which it reads`,
  ),
  "ambiguous-source": warning<{ source: string; candidates: readonly string[] }>(
    ({ source, candidates }) =>
      `\`${source}\` may be any of ${candidates.map((id) => `\`${id}\``).join(", ")}; it is taken as a log source of its own`,
    () => "--source chooses one",
  ),
  correlation: error<{ construct: string; reason: string }>(
    ({ construct, reason }) => `${construct} cannot be read: ${reason}`,
  ),
  "correlation-window": warning<{ timespan: string }>(
    ({ timespan }) =>
      `an engine of Sigma chooses the edges of the window of ${timespan}; the search counts in fixed ones`,
  ),
  "not-searchable": error<Record<never, never>>(
    () => "the rule cannot be written as a search that means the same",
  ),
  "not-written": error<{ path: string; reason: string }>(
    ({ path, reason }) => `\`${path}\` cannot be written: ${reason}`,
  ),
  "no-such-rule": error<{ name: string }>(
    ({ name }) => `there is no rule \`${name}\` among the files that are read`,
  ),
});
