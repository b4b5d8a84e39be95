import { diagnosticTable, error } from "../diagnostic.js";

/** What a Sigma rule cannot say. https://sigmahq.io/sigma-specification/ */
export const sigmaDiagnostics = diagnosticTable("sigma", {
  "not-an-event-search": error<{ construct: string }>(
    ({ construct }) =>
      `${construct} decides which rows there are, and a Sigma rule judges each event by itself`,
    () => "a Sigma rule holds tests on events, and counts over them as a correlation",
  ),
  "first-seen": error<{ fields: readonly string[] }>(
    ({ fields }) =>
      `a test for values that were not seen before${fields.length === 0 ? "" : ` (${fields.map((field) => `\`${field}\``).join(", ")})`} needs history, and Sigma has none`,
    () => "`targets.skip` can exclude sigma, with a reason",
  ),
  correlation: error<{ construct: string }>(
    ({ construct }) =>
      `${construct} has no equal in a Sigma correlation, which only counts and orders events`,
  ),
  "hidden-groups": error<{ construct: string }>(
    ({ construct }) =>
      `${construct} shows one of the groups that share these values, and a Sigma correlation alerts on each`,
    () => "`accept: [hidden-groups]` in detc.yml takes the alerts on the other groups",
  ),
  windowing: error<{ timespan: string }>(
    ({ timespan }) =>
      `the search counts in one fixed window of ${timespan} a run, and a Sigma engine chooses the edges of the window itself`,
    () => "`accept: [windowing]` in detc.yml takes that difference",
  ),
  "no-window": error<Record<never, never>>(
    () => "the window that the search counts over has no fixed length, and a Sigma correlation needs one",
    () => "an `earliest` and a `latest` in the schedule, both relative to now",
  ),
  "threshold-condition": error<{ condition: string }>(
    ({ condition }) => `${condition} is not a threshold that a Sigma correlation can hold`,
    () => "a Sigma correlation compares one count, or one count of distinct values, with one whole number",
  ),
  "falling-threshold": error<{ operator: string }>(
    ({ operator }) =>
      `a count that has to stay under a number (\`${operator}\`) is known only at the end of the window, and a Sigma engine may judge before it`,
  ),
  "threshold-over-sources": error<{ count: number }>(
    ({ count }) =>
      `the search counts over ${count} log sources at once, and Sigma counts a group only where all rules share its fields`,
  ),
  "no-group": error<Record<never, never>>(
    () => "the search counts all events together, and a Sigma correlation counts by fields",
  ),
  "group-key-fill": error<{ field: string; fill: string }>(
    ({ field, fill }) =>
      `events without \`${field}\` count as a group of their own (\`${fill}\`), and Sigma says nothing of events without a group field`,
    () =>
      "`accept: [missing-fields]` in detc.yml leaves such events out, so that the rule does not alert on that group",
  ),
  "computed-group-key": error<{ key: string }>(
    ({ key }) =>
      `group key \`${key}\` is computed or holds several values, and Sigma groups by fields of the log that hold one`,
  ),
  "counted-fill": error<{ column: string; field: string; fill: string }>(
    ({ column, field, fill }) =>
      `\`${column}\` counts \`${fill}\` for events without \`${field}\` as a value, and Sigma counts those that events have`,
    () => "`accept: [missing-fields]` in detc.yml leaves such events out of the count",
  ),
  "whole-path": error<{ name: string; columns: readonly string[] }>(
    ({ name, columns }) =>
      `\`${name}\` is the name at the end of ${columns.map((column) => `\`${column}\``).join(" or ")}, and Sigma groups by and counts whole values`,
    () =>
      "`accept: [whole-paths]` in detc.yml takes them: names in several folders or domains are then counted apart",
  ),
  "computed-count": error<{ column: string }>(
    ({ column }) =>
      `\`${column}\` counts values that are computed or several in one event, and Sigma counts those of one field of the log`,
  ),
  "computed-value": error<{ construct: string }>(
    ({ construct }) => `${construct} is computed, and a Sigma rule tests fields as they are in the log`,
  ),
  "list-position": error<{ construct: string }>(
    ({ construct }) =>
      `${construct} takes the value at one place of a list, and Sigma asks whether any value of a list passes`,
    () =>
      "`accept: [list-position]` in detc.yml takes the rule that asks it of any value, which finds no less",
  ),
  "field-comparison": error<{ left: string; right: string; isEquality: boolean }>(
    ({ left, right }) =>
      `${left} and ${right} are compared with each other; Sigma's \`fieldref\` ignores case and knows only equality`,
    ({ isEquality }) =>
      isEquality ? "`accept: [letter-case]` in detc.yml takes the comparison without case" : undefined,
  ),
  "text-order": error<{ field: string; operator: string }>(
    ({ field, operator }) =>
      `\`${operator}\` on ${field} orders texts where they are no numbers, and Sigma orders numbers only`,
  ),
  "multivalue-difference": error<{ field: string }>(
    ({ field }) =>
      `${field} holds several values and the search asks whether any of them differs; Sigma can only ask that none is equal`,
  ),
  regex: error<{ reason: string }>(
    ({ reason }) => `the regular expression cannot be written for Sigma: ${reason}`,
  ),
  "every-event": error<Record<never, never>>(
    () => "the search takes every event of its source, and a Sigma rule has to hold a test",
  ),
});
