import type { FieldPattern } from "../../grammar/ast.js";
import { columnOf } from "../plan/row-type.js";
import { reportEmptyColumn } from "./expression/field.js";
import type { Scope } from "./scope.js";
import { wildcardOverOpen } from "./wildcard-over-open.js";
import { hasWildcard, matchingNames } from "../plan/wildcard-names.js";

/** A name that a pattern of a command stands for. */
export interface ExpandedName {
  readonly name: string;
  readonly pattern: FieldPattern;
}

/**
 * The columns that names and patterns stand for, each once. A name that the row cannot have is left out with a
 * warning; a wildcard over events, whose fields are not all known, is an error (`undefined`).
 */
export function expandNames(
  patterns: readonly FieldPattern[],
  construct: string,
  scope: Scope,
  options: { readonly internal: boolean } = { internal: true },
): readonly ExpandedName[] | undefined {
  const names = new Map<string, ExpandedName>();
  for (const pattern of patterns) {
    if (!hasWildcard(pattern.pattern)) {
      if (columnOf(scope.row, pattern.name) === undefined)
        reportEmptyColumn(pattern.name, pattern.span, scope);
      else if (!names.has(pattern.name)) names.set(pattern.name, { name: pattern.name, pattern });
      continue;
    }
    if (scope.row.open) {
      scope.report(wildcardOverOpen(scope.row, pattern.span, construct));
      return undefined;
    }
    for (const { name } of matchingNames(pattern.pattern, scope.row)) {
      const hidden = !options.internal && name.startsWith("_") && !pattern.name.startsWith("_");
      if (!hidden && !names.has(name)) names.set(name, { name, pattern });
    }
  }
  return [...names.values()];
}
