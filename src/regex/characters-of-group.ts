import {
  complement,
  rangesOfMembers,
  rangesOfSet,
  union,
  withBothCases,
  type CodeRange,
} from "./character-sets.js";
import { UnsupportedPcre, type Pcre } from "./pcre.js";
import { rootOfPcre } from "./root-of-pcre.js";

/**
 * The characters that a text can have which a named group takes, whatever the expression is matched against;
 * `undefined` where that is not known.
 */
export function charactersOfGroup(source: string, group: string): readonly CodeRange[] | undefined {
  const bodies = groupsIn(rootOfPcre(source), group);
  return bodies.length === 0 ? undefined : charactersOfAny(bodies);
}

/** The characters that a match of an expression can have; `undefined` where that is not known. */
export function charactersOfMatches(source: string): readonly CodeRange[] | undefined {
  const root = rootOfPcre(source);
  return root === undefined ? undefined : charactersOfAny([root]);
}

function charactersOfAny(bodies: readonly Pcre[]): readonly CodeRange[] | undefined {
  try {
    return union(bodies.flatMap(charactersOf));
  } catch (problem) {
    if (problem instanceof UnsupportedPcre) return undefined;
    throw problem;
  }
}

function groupsIn(node: Pcre | undefined, name: string): readonly Pcre[] {
  switch (node?.kind) {
    case "group":
      return node.capture?.name === name ? [node.body] : groupsIn(node.body, name);
    case "alternatives":
      return node.options.flatMap((option) => groupsIn(option, name));
    case "sequence":
      return node.items.flatMap((item) => groupsIn(item, name));
    case "repeat":
      return groupsIn(node.body, name);
    case "backtracking":
      return node.body === undefined ? [] : groupsIn(node.body, name);
    default:
      return [];
  }
}

function charactersOf(node: Pcre): readonly CodeRange[] {
  switch (node.kind) {
    case "character":
      return caseOf([{ from: node.code, to: node.code }], node.ignoreCase);
    case "dot":
      return node.lines ? complement([]) : complement([{ from: 10, to: 10 }]);
    case "class": {
      const own = caseOf(rangesOfMembers(node.members), node.ignoreCase);
      return node.negated ? complement(own) : own;
    }
    case "set":
      return rangesOfSet(node.set);
    case "assertion":
      return [];
    case "sequence":
      return node.items.flatMap(charactersOf);
    case "alternatives":
      return node.options.flatMap(charactersOf);
    case "group":
    case "repeat":
      return charactersOf(node.body);
    case "backtracking":
      throw new UnsupportedPcre(node.construct);
    default:
      return node satisfies never;
  }
}

function caseOf(of: readonly CodeRange[], ignoreCase: boolean): readonly CodeRange[] {
  return ignoreCase ? withBothCases(of) : of;
}
