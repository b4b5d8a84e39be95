import { askKeyParts } from "./ask-key-parts.js";
import { boundedPatterns } from "./bounded-patterns.js";
import { collectOptions } from "./collect-options.js";
import { dropDeadColumns } from "./drop-dead-columns.js";
import { dropTrueFilters } from "./drop-true-filters.js";
import { foldConstantExpressions } from "./fold-constants.js";
import { lookupsAsChoices, whyNoChoice } from "./lookups-as-choices.js";
import { knownPatterns } from "./known-patterns.js";
import { lookupsAsTests, lookupsAsTestsUpTo } from "./lookups-as-tests.js";
import { mergeFilters } from "./merge-filters.js";
import { pushFilters } from "./push-filters.js";
import type { Rewrite } from "./rewrite.js";

/** The rewrites that make a plan smaller and its filters early, in the order in which they help each other. */
export const standardRewrites: readonly Rewrite[] = [
  foldConstantExpressions,
  collectOptions,
  dropTrueFilters,
  mergeFilters,
  pushFilters,
  // A test of a column that is a constant is one of constants below it.
  foldConstantExpressions,
  dropTrueFilters,
  mergeFilters,
  dropDeadColumns,
];

/** For targets that judge each event by itself and have no tables. */
export const eventRewrites: readonly Rewrite[] = [
  mergeFilters,
  pushFilters,
  foldConstantExpressions,
  dropTrueFilters,
  mergeFilters,
  lookupsAsTests,
];

/** The same for rules that hold long lists of values, as Sigma's do. */
export const listRewrites: readonly Rewrite[] = [
  mergeFilters,
  pushFilters,
  foldConstantExpressions,
  dropTrueFilters,
  mergeFilters,
  lookupsAsTestsUpTo(2000),
];

/** For languages of rows that have no tables of their own in a query: what a lookup adds is chosen in the query. */
export const inlineLookupRewrites: readonly Rewrite[] = [
  mergeFilters,
  pushFilters,
  foldConstantExpressions,
  dropTrueFilters,
  mergeFilters,
  lookupsAsTestsUpTo(1100),
  dropDeadColumns,
  lookupsAsChoices,
  ...standardRewrites,
];

export {
  knownPatterns,
  askKeyParts,
  boundedPatterns,
  collectOptions,
  dropDeadColumns,
  dropTrueFilters,
  foldConstantExpressions,
  lookupsAsChoices,
  lookupsAsTests,
  mergeFilters,
  pushFilters,
  whyNoChoice,
};
