import type { Call } from "../../../plan/expression.js";
import { accepts, isEmpty } from "../../../regex/automaton/automaton.js";
import { ofCaptures } from "../../../regex/automaton/of-captures.js";
import { matchesEmpty } from "../../../regex/matches-empty.js";
import { parsePcre } from "../../../regex/parse-pcre.js";
import type { Pcre } from "../../../regex/pcre.js";
import { orNone, textsOf } from "./texts-of.js";
import type { ValueTest } from "./value-test.js";

/**
 * The test that a text passes exactly when what a named group takes in the first match passes this one; `never`: nothing
 * passes; `undefined`: Sigma cannot say it. A group that takes nothing is one of which nobody says whether Splunk makes
 * an empty value of it.
 */
export function firstMatchTest(
  { arguments: [, pattern, group], span }: Call,
  asked: ValueTest,
): ValueTest | "never" | undefined {
  if (pattern?.kind !== "literal" || group?.kind !== "literal") return undefined;
  const source = String(pattern.value);
  const name = String(group.value);
  const wanted = textsOf(asked);
  const tree = orNone(() => parsePcre(source).root);
  if (wanted === undefined || tree === undefined) return undefined;
  const [taken, ...more] = groupsNamed(tree, name);
  if (taken === undefined || more.length > 0 || (matchesEmpty(taken) && accepts(wanted, "")))
    return undefined;
  const texts = orNone(() => ofCaptures(tree, name, wanted));
  if (texts === undefined) return undefined;
  return isEmpty(texts) ? "never" : { kind: "among", texts, span };
}

function groupsNamed(node: Pcre, name: string): readonly Pcre[] {
  switch (node.kind) {
    case "group":
      return [...(node.capture?.name === name ? [node.body] : []), ...groupsNamed(node.body, name)];
    case "repeat":
      return groupsNamed(node.body, name);
    case "sequence":
      return node.items.flatMap((item) => groupsNamed(item, name));
    case "alternatives":
      return node.options.flatMap((option) => groupsNamed(option, name));
    default:
      return [];
  }
}
