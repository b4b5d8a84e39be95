import { diagnosticTable, warning } from "../diagnostic.js";
import { suggest } from "../suggest.js";

interface OfField {
  readonly field: string;
}

/** What is likely wrong with a detection that compiles; docs/rules.md explains each. */
export const lintDiagnostics = diagnosticTable("lint", {
  "mixed-and-or": warning<object>(
    () => "`OR` and `AND` stand side by side without parentheses, and `search` reads the `OR` first",
    () => "parentheses around the `OR` say the same; `where` and most languages read the `AND` first",
  ),
  "double-negation": warning<OfField>(
    ({ field }) =>
      `\`NOT ${field}!=…\` is not the same as \`${field}=…\`: it also keeps events without \`${field}\``,
    ({ field }) => `\`${field}=…\` keeps only events that have the value`,
  ),
  "unequal-to-anything": warning<OfField>(
    ({ field }) => `\`${field}!=*\` matches nothing: every value of \`${field}\` is equal to \`*\``,
    ({ field }) => `\`NOT ${field}=*\` keeps the events without \`${field}\``,
  ),
  "always-true": warning<OfField>(
    ({ field }) =>
      `every value of \`${field}\` passes: what is equal to one of the values is not equal to the other`,
    ({ field }) => `\`NOT ${field} IN (…)\`, or \`AND\` in place of \`OR\`, leaves out both values`,
  ),
  "mixed-negation": warning<OfField>(
    ({ field }) =>
      `\`NOT ${field}=…\` keeps events without \`${field}\`, and \`${field}!=…\` beside it leaves them out again`,
    ({ field }) => `the same form in both places says whether events without \`${field}\` count`,
  ),
  "leading-wildcard": warning<{ term: string }>(
    ({ term }) =>
      `the term \`${term}\` begins with a wildcard, so the index does not help and every event is read`,
    () => "a field that holds the text, or a term without the wildcard, is found faster",
  ),
  "wildcard-in-where": warning<{ text: string; field: string }>(
    ({ text, field }) =>
      `\`*\` in \`"${text}"\` is no wildcard here: \`${field}\` is compared with the asterisk itself`,
    ({ field }) => `\`like(${field}, "…%")\` has \`%\` for a wildcard; the \`search\` command takes \`*\``,
  ),
  "like-without-wildcard": warning<{ text: string }>(
    ({ text }) =>
      `\`*\` in the pattern \`"${text}"\` of \`like\` is no wildcard: the asterisk itself has to be there`,
    () => "the wildcards of `like` are `%` and `_`",
  ),
  "unused-field": warning<OfField>(
    ({ field }) => `nothing uses \`${field}\`: a later command drops it`,
    () => "the command can go, or the field was meant to be kept",
  ),
  "misspelt-field": warning<OfField & { known: string; source: string }>(
    ({ field, source }) =>
      `\`${field}\` is no known field of \`${source}\`, and field names are case-sensitive`,
    ({ known }) => `did this mean \`${known}\`?`,
  ),
  "foreign-field": warning<OfField & { source: string }>(
    ({ field, source }) => `no field of \`${source}\` is called like \`${field}\`: it counts as missing`,
    () => "a text stands in quotation marks",
  ),
  "missing-filter": warning<{ macro: string }>(
    ({ macro }) => `the search does not hold its filter macro \`${macro}\``,
    ({ macro }) => `without a definition, a last command \`${macro}\` in backticks keeps every row`,
  ),
  "missing-risk": warning<{ type: string }>(
    ({ type }) => `a detection of type \`${type}\` adds risk, and this one names no risk object`,
    () => "`rba` names the objects, their scores and the message",
  ),
  "version-not-raised": warning<{ version: number; before: number; ref: string }>(
    ({ version, before, ref }) =>
      `the detection was changed since \`${ref}\`, and its version is ${version === before ? "still " : ""}${version}${version === before ? "" : ` and was ${before}`}`,
    () => "`detc bump` raises the version and sets the date",
  ),
  "risk-field": warning<OfField & { role: "risk" | "threat" }>(
    ({ field, role }) => `the ${role} object \`${field}\` is not a column of the result`,
    () => "`detc explain` lists the columns",
  ),
  "message-field": warning<OfField>(
    ({ field }) => `the risk message uses \`$${field}$\`, which is not a column of the result`,
    () => "`detc explain` lists the columns",
  ),
  "drilldown-field": warning<OfField>(
    ({ field }) => `the drilldown uses \`$${field}$\`, which is not a column of the result`,
    () => "`detc explain` lists the columns",
  ),
  "suppression-without-reason": warning<object>(
    () => "the suppression gives no reason, so it has no effect",
    () => "the reason stands behind ` -- `",
  ),
  "unknown-rule": warning<{ name: string; known: readonly string[] }>(
    ({ name }) => `there is no rule \`${name}\` to suppress`,
    ({ name, known }) => {
      const meant = suggest(name, known);
      return meant === undefined ? undefined : `did this mean \`${meant}\`?`;
    },
  ),
  "unused-suppression": warning<{ name: string }>(
    ({ name }) => `\`${name}\` finds nothing here, so its suppression can go`,
  ),
});
