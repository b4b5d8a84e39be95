import type { Call, ScalarExpression } from "../../../plan/expression.js";
import { parsePcre } from "../../../regex/parse-pcre.js";
import type { Pcre } from "../../../regex/pcre.js";
import type { ValueAsker } from "./call-test.js";
import { findGroup, runOf, withGroup } from "./captured-test.js";
import { always, any, never, test, type Logic } from "./logic.js";
import { sigmaRegexOf } from "./sigma-regex.js";
import { orNone } from "./texts-of.js";
import type { ValueTest } from "./value-test.js";
import { nothing, within } from "./within.js";

/**
 * What has to hold for several values in one text, put together by `mvjoin`, to pass: a text that has nothing of what
 * stands between them is in one of them. `undefined` for any other test.
 */
export function joinedTest(
  { arguments: [values, delimiter] }: Call,
  asked: ValueTest,
  asker: ValueAsker,
): Logic | undefined {
  if (values === undefined || delimiter?.kind !== "literal") return undefined;
  if (asked.kind === "present") return anyOf(values, asked, asker);
  const [before, text, after, ...more] = asked.kind === "parts" ? asked.parts : [];
  if (before?.kind !== "any" || text?.kind !== "text" || after?.kind !== "any" || more.length > 0)
    return undefined;
  const between = new Set(String(delimiter.value));
  if (between.size === 0 || [...text.text].some((character) => between.has(character))) return undefined;
  return anyOf(values, asked, asker);
}

/** Whether one of several values passes. */
function anyOf(values: ScalarExpression, asked: ValueTest, asker: ValueAsker): Logic | undefined {
  if (values.kind === "case") {
    const choices = [...values.arms.map(({ then }) => then), ...(values.otherwise ? [values.otherwise] : [])];
    const tests = new Map(choices.map((choice) => [choice, anyOf(choice, asked, asker)]));
    return [...tests.values()].includes(undefined)
      ? undefined
      : asker.chosen(values, (then) => tests.get(then) ?? never);
  }
  if (values.kind !== "call") return asker.ask(values, asked);
  if (values.function === "field_values") return asker.fieldValues(values, asked);
  if (values.function !== "mvappend") return undefined;
  const isThere = values.arguments.some((value) => value.kind === "literal" && value.value !== null);
  if (asked.kind === "present" && isThere) return always;
  const tests = values.arguments.map((value) => anyOf(value, asked, asker));
  const complete = tests.filter((each) => each !== undefined);
  return complete.length < tests.length ? undefined : any(complete);
}

/**
 * What has to hold of the text of the whole event for one of the values that an expression finds in it to pass: the
 * expression with its group narrowed to what passes, as a keyword. A match that begins inside the value of another has a
 * part of that value only, which changes nothing for a text that is looked for anywhere in it.
 */
export function foundTest({ arguments: [, pattern, group] }: Call, asked: ValueTest): Logic | undefined {
  if (pattern?.kind !== "literal" || group?.kind !== "literal" || !isAnywhere(asked)) return undefined;
  const name = String(group.value);
  return orNone(() => {
    const { root } = parsePcre(String(pattern.value));
    const options = root.kind === "alternatives" ? root.options : [root];
    const tests = options.map((option) => narrowedTest(withoutBrackets(option), name, asked));
    const complete = tests.filter((each) => each !== undefined);
    return complete.length < tests.length ? undefined : any(complete);
  });
}

function withoutBrackets(node: Pcre): Pcre {
  return node.kind === "group" && node.capture === undefined ? node.body : node;
}

function isAnywhere(asked: ValueTest): boolean {
  return asked.kind === "parts" && asked.parts[0]?.kind === "any" && asked.parts.at(-1)?.kind === "any";
}

function narrowedTest(option: Pcre, group: string, asked: ValueTest): Logic | undefined {
  const taken = findGroup(option, group);
  const characters = taken && runOf(taken);
  const narrowed = characters && within(asked, { characters });
  if (narrowed === undefined) return undefined;
  if (narrowed === nothing) return never;
  const regex = sigmaRegexOf(withGroup(option, group, narrowed));
  return regex && test("", regex.modifiers, regex.text);
}
