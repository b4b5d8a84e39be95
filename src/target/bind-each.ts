import type { WildcardPattern } from "../../grammar/ast.js";
import type { ScalarExpression } from "../plan/expression.js";
import type { LogSource } from "../plan/log-source.js";
import { matchName } from "../plan/wildcard-names.js";
import { bindFamily } from "./bind-family.js";
import type { Home } from "./profile.js";

/** What a name of a field consists of, in the text of a record. */
const anyName = "[A-Za-z0-9_.:-]*";

/**
 * The values of all fields that a pattern names, in the order in which a record has them: where the home keeps the text
 * of the record, and reads each field of its origin out of it by regular expressions over its name. `undefined` where a
 * field that the pattern may name is kept in another way.
 */
export function bindEach(
  pattern: WildcardPattern,
  source: LogSource,
  home: Home,
): ScalarExpression | undefined {
  const isNamed = (name: string): boolean => matchName(pattern, name) !== undefined;
  const listed = [...source.fields.values()].filter(({ name }) => isNamed(name));
  const origins = new Set([...listed, ...source.openFields].map(({ origin }) => origin));
  const [origin, ...others] = origins;
  const isBoundByName = listed.every(({ name }) => !home.fields.has(name) && !source.derivations.has(name));
  if (origin === undefined || others.length > 0 || !isBoundByName) return undefined;
  const family = home.families.find((each) => each.pattern === "*" && each.origin === origin);
  const rule = home.texts.get(origin) ?? family?.rule;
  if (rule === undefined) return undefined;
  const name = pattern.map((part) => (part.kind === "any" ? anyName : escaped(part.text))).join("");
  const bound = bindFamily(rule, name);
  return bound.kind === "bound" ? ofEveryMatch(bound.expression) : undefined;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** The first of some groups of a text, as those of all matches. */
function ofEveryMatch(first: ScalarExpression): ScalarExpression | undefined {
  const parts = first.kind === "call" && first.function === "coalesce" ? first.arguments : [first];
  const captures = parts.map((part) => {
    if (part.kind !== "call" || part.function !== "regex_capture") return undefined;
    const [text, pattern, group] = part.arguments;
    return text?.kind === "column" && pattern?.kind === "literal" && group?.kind === "literal"
      ? { text, pattern: String(pattern.value), group }
      : undefined;
  });
  const [one] = captures;
  if (one === undefined) return undefined;
  const isLike = (capture: typeof one | undefined): boolean =>
    capture?.text.name === one.text.name && capture.group.value === one.group.value;
  if (!captures.every(isLike)) return undefined;
  const { span } = first;
  const source = captures.map((capture) => `(?:${capture?.pattern ?? ""})`).join("|");
  return {
    kind: "call",
    function: "regex_capture_all",
    arguments: [
      one.text,
      { kind: "literal", value: source, span },
      one.group,
      { kind: "literal", value: 0, span },
    ],
    type: "text",
    span,
  };
}
