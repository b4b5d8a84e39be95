import { evaluateDiagnostics } from "../../diagnostics/codes/evaluate.js";
import { likePattern } from "../../plan/like-pattern.js";
import { pathSeparators } from "../../plan/functions/path-separators.js";
import { sysmonNumber } from "../../plan/functions/sysmon-number.js";
import type { textFunctions } from "../../plan/functions/text.js";
import { groupText } from "../regex/regex.js";
import { pairValue } from "../structured/pairs.js";
import { eventData } from "../structured/xml.js";
import { isMultivalue, oneNumber, singlesOf, textOf, valueOf, type Value } from "../value.js";
import {
  ofTexts,
  oneText,
  type CallSite,
  type Implementation,
  type Implementations,
} from "./implementation.js";
import { likeTest } from "../wildcard.js";
import { shannonEntropy } from "./shannon-entropy.js";
import { formatText } from "./printf.js";
import { runSed } from "./sed.js";

/** "Text functions": `lower` and `upper` also take each value of a multivalue field. */
function eachText(compute: (text: string) => string): Implementation {
  return ([value = null]) =>
    value === null
      ? null
      : isMultivalue(value)
        ? value.map((single) => compute(textOf(single)))
        : compute(textOf(value));
}

/** Start is counted from 1, or from the end when negative; all in code points. */
const substr: Implementation = ([value, start = null, length = null]) => {
  const text = oneText(value);
  const from = oneNumber(start);
  if (text === null || from === undefined) return null;
  const characters = [...text];
  const begin = from > 0 ? from - 1 : from < 0 ? Math.max(0, characters.length + from) : 0;
  const count = length === null ? undefined : oneNumber(length);
  return characters.slice(begin, count === undefined ? undefined : begin + Math.max(0, count)).join("");
};

function trimmed(left: boolean, right: boolean): Implementation {
  return ([value, set = " \t"]) => {
    const text = oneText(value);
    const members = new Set(oneText(set) ?? " \t");
    if (text === null) return null;
    const characters = [...text];
    let start = 0;
    let end = characters.length;
    while (left && start < end && members.has(characters[start] ?? "")) start++;
    while (right && end > start && members.has(characters[end - 1] ?? "")) end--;
    return characters.slice(start, end).join("");
  };
}

/** Whether the second argument, as a regular expression, finds something in the first. */
function matchesRegex(caseSensitive: boolean): Implementation {
  return ([value, pattern], { context, span }) => {
    const input = oneText(value);
    const source = oneText(pattern);
    const regex = source === null ? undefined : context.regex(source, caseSensitive, span);
    if (input === null || source === null || regex === undefined) return null;
    return context.withinBudget(source, span, () => regex.test(input)) ?? null;
  };
}

const replace: Implementation = ([value, pattern, replacement], site) => {
  const text = oneText(value);
  const source = oneText(pattern);
  const template = oneText(replacement);
  if (text === null || source === null || template === null) return null;
  return replaceMatches(text, source, template, { ...site, caseSensitive: true, which: "all" });
};

/** Which matches a replacement takes: all of them, or only the n-th. */
export interface ReplacementOptions extends Pick<CallSite, "context" | "span"> {
  readonly caseSensitive: boolean;
  readonly which: "all" | number;
}

/** Replaces matches; `\1` in the template is a group, `\0` the match, any other escaped character itself. */
export function replaceMatches(
  text: string,
  source: string,
  template: string,
  { context, span, caseSensitive, which }: ReplacementOptions,
): string | null {
  const regex = context.regex(source, caseSensitive, span);
  if (regex === undefined) return null;
  const result = context.withinBudget(source, span, () => {
    let output = "";
    let last = 0;
    let count = 0;
    for (const match of regex.findAll(text)) {
      count++;
      if (which !== "all" && count !== which) continue;
      const [start = 0, end = 0] = match;
      output += text.slice(last, start);
      output += template.replace(/\\(\d|[^\d])/g, (_whole, escaped: string) =>
        /\d/.test(escaped) ? (groupText(text, match, Number(escaped)) ?? "") : escaped,
      );
      last = end;
      if (which !== "all") break;
    }
    return output + text.slice(last);
  });
  return result ?? null;
}

/** The values of a named group, of the first so many matches of each value. */
function captures(values: readonly Value[], { context, span }: CallSite, maximum: number): readonly string[] {
  const [input = null, pattern, group] = values;
  const source = oneText(pattern);
  const name = oneText(group);
  const regex = source === null ? undefined : context.regex(source, true, span);
  if (source === null || name === null || regex === undefined) return [];
  const groups = regex.names.get(name) ?? [];
  const found: string[] = [];
  context.withinBudget(source, span, () => {
    for (const single of singlesOf(input)) {
      const text = textOf(single);
      for (const match of maximum === 1 ? [regex.find(text)] : regex.findAll(text)) {
        if (match === undefined) continue;
        const part = groups
          .map((index) => groupText(text, match, index))
          .find((value) => value !== undefined);
        if (part !== undefined) found.push(part);
        if (found.length === maximum) return;
      }
    }
  });
  return found;
}

/** What stands behind the last of some characters. */
function lastPart(separators: readonly string[]): Implementation {
  return ofTexts((path = "") =>
    path.slice(Math.max(...separators.map((each) => path.lastIndexOf(each))) + 1),
  );
}

const writtenBySysmon = new RegExp(sysmonNumber);

/** `DWORD (0x00000001)` and the two halves of a QWORD are shown without the type and the brackets; or `1` of the type `REG_DWORD`, is shown as `0x00000001`. */
function registryData(data: string, type: string): string {
  const named = writtenBySysmon.exec(data);
  if (named !== null) return named[1] ?? data;
  if (!/DWORD$/i.test(type) || !/^\d+$/.test(data)) return data;
  return `0x${Number(data).toString(16).padStart(8, "0")}`;
}

function urlDecode(text: string): string {
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split("%"), (pair) => Number.parseInt(pair, 16));
    return new TextDecoder().decode(bytes);
  });
}

export const text: Implementations<typeof textFunctions> = {
  concat: ofTexts((...texts) => texts.join("")),
  lower: eachText((value) => value.toLowerCase()),
  upper: eachText((value) => value.toUpperCase()),
  len: ofTexts((value = "") => [...value].length),
  substr,
  replace,
  trim: trimmed(true, true),
  ltrim: trimmed(true, false),
  rtrim: trimmed(false, true),
  urldecode: ofTexts((value = "") => urlDecode(value)),
  printf: ([format, ...values]) => {
    const template = oneText(format);
    return template === null ? null : formatText(template, values);
  },
  base_name: lastPart(pathSeparators.base_name),
  key_name: lastPart(pathSeparators.key_name),
  event_data: ofTexts((xml = "", name = "") => eventData(xml, name) ?? null),
  registry_data: ofTexts((data = "", type = "") => registryData(data, type)),
  regex_capture: (values, site) => valueOf(captures(values, site, 1)),
  regex_capture_all: (values, site) => {
    const maximum = oneNumber(values[3] ?? null) ?? 0;
    return valueOf(captures(values, site, maximum === 0 ? Infinity : maximum));
  },
  matches_regex: matchesRegex(true),
  matches_cell: matchesRegex(false),
  matches_like: ([value, pattern]) => {
    const input = oneText(value);
    const source = oneText(pattern);
    return input === null || source === null ? null : likeTest(likePattern(source), true)(input);
  },
  shannon_entropy: ofTexts(shannonEntropy),
  pair_value: (values, { context, span }) => {
    const [text, name, pairDelimiters, valueDelimiters] = values.map(oneText);
    if (!text || !name || !pairDelimiters || !valueDelimiters) return null;
    const found = pairValue(text, name, pairDelimiters, valueDelimiters);
    if (found !== undefined && found.trim() !== found) {
      const reason = `whether the value of \`${name}\` keeps the blanks around it is not documented`;
      context.report(evaluateDiagnostics["not-computable"](span, { construct: "extract", reason }));
    }
    return found ?? null;
  },
  sed: ([value, script], site) => {
    const input = oneText(value);
    const source = oneText(script);
    return input === null || source === null ? null : runSed(input, source, site);
  },
};
