import type { Call } from "../../../plan/expression.js";
import { isEmpty } from "../../../regex/automaton/automaton.js";
import { beforeReplacement, beforeReplacingEach } from "../../../regex/automaton/before-replacement.js";
import { parsePcre } from "../../../regex/parse-pcre.js";
import { charactersOf, literalText } from "./simple-pattern.js";
import { orNone, textsOf } from "./texts-of.js";
import type { ValueTest } from "./value-test.js";

/**
 * The test that a text passes exactly when what `replace` makes of it passes this one: `never` where nothing does,
 * `undefined` where what is replaced is more than a text or one character of a set, or the replacement takes a group.
 */
export function replacedTest(
  { arguments: [, pattern, replacement, ...more], span }: Call,
  asked: ValueTest,
): ValueTest | "never" | undefined {
  if (pattern?.kind !== "literal" || replacement?.kind !== "literal" || more.length > 0) return undefined;
  const text = String(replacement.value);
  const wanted = text.includes("\\") ? undefined : textsOf(asked);
  if (wanted === undefined) return undefined;
  const texts = orNone(() => {
    const { root } = parsePcre(String(pattern.value));
    const one = root.kind === "sequence" && root.items.length === 1 ? root.items[0] : root;
    const characters = one && charactersOf(one);
    if (characters !== undefined) return beforeReplacingEach(wanted, characters, text);
    const replaced = literalText(root);
    return replaced === undefined ? undefined : beforeReplacement(wanted, replaced, text);
  });
  if (texts === undefined) return undefined;
  return isEmpty(texts) ? "never" : { kind: "among", texts, span };
}
