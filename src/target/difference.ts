/** The name of the difference that `filledColumns` makes. */
export const filledColumnsDifference = "filled-columns";

/** The name of the difference between a test of a value at a place of a list and one of any of its values. */
export const listPositionDifference = "list-position";

/** The name of the difference between counting by the names at the ends of paths and counting by the paths. */
export const wholePathsDifference = "whole-paths";

/** The name of the difference between counting what events lack under a fill and leaving those events out. */
export const missingFieldsDifference = "missing-fields";

/** The name of the difference between a comparison of two fields that heeds case and one that does not. */
export const letterCaseDifference = "letter-case";

/** The name of the difference between showing one of several groups and alerting on each of them. */
export const hiddenGroupsDifference = "hidden-groups";

/** Differences of a target that a user can accept by name in detc.yml; without that they refuse a detection. */
export const differences: readonly string[] = [
  /** The engine chooses the edges of a window of time, where the search has one fixed window a run. */
  "windowing",
  /** Different values are counted approximately where there are very many. */
  "approximate-distinct",
  /** Columns that `fillnull` fills where some event of the run has them are taken as filled in every run. */
  filledColumnsDifference,
  /** A test of a value at a place of a list is taken as one of any of its values, where that finds no less. */
  listPositionDifference,
  /** Events are grouped and counted by whole paths and accounts, where the search does by the names at their ends. */
  wholePathsDifference,
  /** Events without a field to group by or to count are left out, where the search counts them under a fill. */
  missingFieldsDifference,
  /** Two fields are compared as texts without case, where the search heeds case. */
  letterCaseDifference,

  /** Groups that the search hides behind another one with the same value alert, too. */
  hiddenGroupsDifference,
];
