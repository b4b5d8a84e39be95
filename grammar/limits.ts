/** How deep parentheses, subsearches and operators may nest: far more than a search needs, far less than a stack holds. */
export const maximumDepth = 100;

/** How deep subsearches may nest. */
export const maximumSubsearchDepth = 20;

/** The longest search that is read, in characters. */
export const maximumLength = 1_000_000;

/** How many `NOT` may follow one another. */
export const maximumNegations = 4;
