/** The name of the difference that `filledColumns` makes. */
export const filledColumnsDifference = "filled-columns";

/** The name of the difference between a test of a value at a place of a list and one of any of its values. */
export const listPositionDifference = "list-position";

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
];
