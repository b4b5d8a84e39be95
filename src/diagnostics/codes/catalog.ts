import { diagnosticTable, error, information } from "../diagnostic.js";

/** What can be wrong with the catalog of log sources, and what it lacks for a search. */
export const catalogDiagnostics = diagnosticTable("catalog", {
  "invalid-file": error<{ problem: string }>(({ problem }) => `catalog file: ${problem}`),
  "invalid-expression": error<{ expression: string; problem: string }>(
    ({ expression, problem }) => `catalog expression \`${expression}\`: ${problem}`,
  ),
  "unknown-source": error<{ source: string }>(
    ({ source }) => `log source \`${source}\` is not in the catalog`,
    () => "sources are declared in `sources/*.yml` of the catalog; `detc sources` lists them",
  ),
  "unknown-field-of-source": error<{ source: string; field: string }>(
    ({ source, field }) => `log source \`${source}\` has no field \`${field}\` that a home could bind`,
    () => "the field has to be declared with its source",
  ),
  "no-home": error<{ source: string; target: string; reason: string }>(
    ({ source, target, reason }) => `log source \`${source}\` has no home in ${target}: ${reason}`,
    () => "the `catalog` folder named in detc.yml can give it one",
  ),
  "custom-table": information<{ source: string; table: string; target: string }>(
    ({ source, table, target }) =>
      `log source \`${source}\` is read from \`${table}\`, a custom table of ${target} that a site has to declare and fill`,
    () =>
      "the documentation of the target says what its columns hold; the `catalog` folder named in detc.yml can name another",
  ),
  "other-home": information<{
    source: string;
    target: string;
    home: string;
    table: string;
    instead: string;
    reason: string;
  }>(
    ({ source, target, home, table, instead, reason }) =>
      `log source \`${source}\` is read from its home \`${home}\` of ${target} (${table}) and not from \`${instead}\`, the default: ${reason}`,
    () => "a home that `homes` in detc.yml names is used for every search",
  ),
  "site-lookup": information<{ lookup: string; app: string; target: string }>(
    ({ lookup, app, target }) =>
      `\`${lookup}\` is a lookup of ${app}: ${target} reads it under its name, and a site has to keep it there`,
    () => "the documentation of the target says what its columns hold",
  ),
  "unknown-home": error<{ source: string; home: string; target: string; known: readonly string[] }>(
    ({ source, home, target }) => `log source \`${source}\` has no home named \`${home}\` in ${target}`,
    ({ known }) => `its homes are ${known.map((id) => `\`${id}\``).join(", ")}`,
  ),
  "undetermined-home": error<{ source: string; target: string; fields: readonly string[] }>(
    ({ source, target }) =>
      `log source \`${source}\` is spread over several tables of ${target}, and the search does not say which events it reads`,
    ({ fields }) => `a test on ${fields.map((field) => `\`${field}\``).join(" or ")} decides the table`,
  ),
  "unmapped-field": error<{
    field: string;
    source: string;
    target: string;
    table: string;
    reason: string | undefined;
  }>(
    ({ field, source, target, table, reason }) =>
      `field \`${field}\` of \`${source}\` has no column in ${target} (${table})${reason === undefined ? "" : `: ${reason}`}`,
    () => "the `catalog` folder named in detc.yml can map it, and can choose another home",
  ),
  "other-spelling": error<{ field: string; target: string }>(
    ({ field, target }) =>
      `${target} spells the values of \`${field}\` another way than Splunk, so a test or computation on them would not mean the same`,
    () => "the field can be grouped by, listed and counted; another home may have the value as Splunk has it",
  ),
  "unknown-field": error<{ field: string; source: string }>(
    ({ field, source }) => `field \`${field}\` is not known for log source \`${source}\``,
    () => "the `catalog` folder named in detc.yml can declare it",
  ),
});
