import type { Call, ScalarExpression } from "../../../../plan/expression.js";
import type { FunctionName } from "../../../../plan/functions/index.js";
import { pathSeparators } from "../../../../plan/functions/path-separators.js";
import { sysmonNumber } from "../../../../plan/functions/sysmon-number.js";
import { call as kqlCall, number, operation, text, type Expression } from "../../../shared/expression.js";
import { notSeparator } from "../../../shared/regex/last-part.js";
import type { RegexOptions } from "../../../shared/regex/translate-regex.js";
import { conditional, toText, verbatim } from "../convert.js";
import { allOf, anyOf } from "../logic.js";
import { onlyValue } from "../only-value.js";
import type { Scope } from "../scope.js";
import { absent, filled, missingValue, valueOf, type KqlValue } from "../value.js";
import {
  argumentValue,
  literalNumber,
  literalText,
  refuseCall,
  regexArgument,
  type CallHandler,
} from "./handler.js";
import { matchesCell } from "./matches-cell.js";
import { shannonEntropy } from "./shannon-entropy.js";

/** The first argument as one text; `undefined` after a report. */
function input(call: Call, scope: Scope): KqlValue | undefined {
  const value = argumentValue(call, 0, scope);
  if (value === undefined) return undefined;
  if (value.multivalue) {
    refuseCall(call, scope, "over a field with several values");
    return undefined;
  }
  return toText(filled(value));
}

function textOf(expression: Expression, nullable = true): KqlValue {
  return valueOf(expression, "string", { meaning: "text", nullable });
}

/** A value with a text in its place where there is none: an empty text, too, is a part that is there. */
function isNeverMissing(part: ScalarExpression | undefined): boolean {
  if (part?.kind !== "call" || part.function !== "coalesce") return false;
  const last = part.arguments.at(-1);
  return last?.kind === "literal" && last.value !== null;
}

/** A missing part makes the whole missing; `strcat` would leave it out. */
const concat: CallHandler = (call, scope) => {
  const parts = call.arguments.flatMap((_, index) => argumentValue(call, index, scope) ?? []);
  const values = parts.flatMap((part) => onlyValue(part) ?? []).map(filled);
  if (values.length < parts.length) return refuseCall(call, scope, "over a field with several values");
  const texts = values.map(toText);
  const joined = kqlCall("strcat", ...texts.map(({ expression }) => expression));
  const isPlain = ({ expression }: KqlValue): boolean => expression.kind === "text";
  const nullable = values.filter(
    (part, index) =>
      part.nullable && !isPlain(texts[index] ?? part) && !isNeverMissing(call.arguments[index]),
  );
  return textOf(
    nullable.length === 0
      ? joined
      : conditional([{ when: anyOf(nullable.map(absent)), then: text("") }], joined),
    nullable.length > 0,
  );
};

/** SPL counts from 1, KQL from 0; from the end only SPL counts with negative numbers. */
const substr: CallHandler = (call, scope) => {
  const value = input(call, scope);
  const start = literalNumber(call, 1);
  if (value === undefined) return missingValue();
  if (start === undefined || start === 0)
    return refuseCall(call, scope, "with a start that is no literal, or 0,");
  const length = argumentValue(call, 2, scope);
  // From the end, as far as there is text: a start before the first character is the first one.
  const from =
    start > 0
      ? number(start - 1)
      : kqlCall("max_of", operation("-", kqlCall("strlen", value.expression), number(-start)), number(0));
  return textOf(
    length === undefined
      ? kqlCall("substring", value.expression, from)
      : kqlCall("substring", value.expression, from, length.expression),
  );
};

/** `replace(x, regex, text)`: `\1` means the same in both. */
const replace: CallHandler = (call, scope) => {
  const value = input(call, scope);
  const pattern = literalText(call, 1);
  const replacement = literalText(call, 2);
  if (value === undefined) return missingValue();
  if (pattern === undefined || replacement === undefined)
    return refuseCall(call, scope, "with a computed pattern or replacement");
  const regex = regexArgument(call, pattern, scope, { wholeMatch: true });
  if (regex === undefined) return missingValue();
  return replaced(value, regex, replacement);
};

/** Text that is put in where something was leaves no text empty. */
function replaced(
  value: KqlValue,
  { text: pattern, lineFeed }: { readonly text: string; readonly lineFeed?: number },
  written: string,
): KqlValue {
  const replacement = lineFeed === undefined ? written : `${written}\\${String(lineFeed)}`;
  const literal = /^[^\\^$.|?*+()[\]{}]+$/.test(pattern) && !replacement.includes("\\");
  const form = literal ? "replace_string" : "replace_regex";
  const expression = kqlCall(
    form,
    value.expression,
    literal ? text(pattern) : verbatim(pattern),
    text(replacement),
  );
  const keeps = replacement.replace(/\\\d/g, "") !== "";
  return keeps
    ? { ...textOf(expression, value.nullable), tested: value.tested ?? value.expression }
    : textOf(expression);
}

function trimming(kqlFunction: string): CallHandler {
  return (call, scope) => {
    const value = input(call, scope);
    if (value === undefined) return missingValue();
    // "Text functions": spaces and tabs where no characters are given.
    const characters = call.arguments.length < 2 ? " \t" : literalText(call, 1);
    if (characters === undefined || characters === "")
      return refuseCall(call, scope, "with computed characters");
    const members = [...characters].map((character) =>
      character === "\t" ? "\\t" : quotedMember(character),
    );
    return textOf(kqlCall(kqlFunction, verbatim(`[${members.join("")}]+`), value.expression));
  };
}

function quotedMember(character: string): string {
  return /[\\^\-[\]&~]/.test(character) ? `\\${character}` : character;
}

function lastPart(separators: readonly string[]): CallHandler {
  const pattern = verbatim(`${notSeparator(separators)}*$`);
  return (call, scope) => {
    const value = input(call, scope);
    if (value === undefined) return missingValue();
    return textOf(kqlCall("extract", pattern, number(0), value.expression), value.nullable);
  };
}

function captured(
  call: Call,
  scope: Scope,
  options: RegexOptions = {},
): { readonly text: string; readonly groups: number } | undefined {
  const pattern = literalText(call, 1);
  const group = literalText(call, 2);
  if (pattern === undefined || group === undefined) {
    refuseCall(call, scope, "with a computed pattern");
    return undefined;
  }
  const all = regexArgument(call, pattern, scope, options);
  if (all === undefined) return undefined;
  const found = all.groups.filter(({ name, number: own }) => name === group || String(own) === group);
  if (found.length === 0) {
    refuseCall(call, scope, `without a group \`${group}\` in its pattern`);
    return undefined;
  }
  const onlyGroups = found.map(({ number: own }) => own);
  const only = regexArgument(call, pattern, scope, { ...options, onlyGroups });
  return only === undefined ? undefined : { text: only.text, groups: found.length };
}

const regexCapture: CallHandler = (call, scope) => {
  const value = input(call, scope);
  const regex = captured(call, scope, { use: "captured" });
  if (value === undefined || regex === undefined) return missingValue();
  const [one, ...more] = Array.from({ length: regex.groups }, (_, place) =>
    kqlCall("extract", verbatim(regex.text), number(place + 1), value.expression),
  );
  if (one === undefined) return missingValue();
  // Of several groups of one name one takes part, and the others give an empty text.
  return textOf(more.length === 0 ? one : kqlCall("strcat", one, ...more));
};

/**
 * With one group, `extract_all` gives an array of its matches; with several, one of the groups of each match, of which
 * only one takes part where they have one name.
 */
const regexCaptureAll: CallHandler = (call, scope) => {
  const value = input(call, scope);
  const regex = captured(call, scope);
  const maximum = literalNumber(call, 3) ?? 0;
  if (value === undefined || regex === undefined) return missingValue("dynamic");
  const matches = kqlCall("extract_all", verbatim(regex.text), value.expression);
  if (regex.groups > 1 && scope.staging === undefined)
    return refuseCall(call, scope, "with several groups of one name");
  const all =
    regex.groups > 1 && scope.staging !== undefined
      ? scope.staging.joined(matches, "found_values", regex.groups)
      : matches;
  const limited = maximum > 0 ? kqlCall("array_slice", all, number(0), number(maximum - 1)) : all;
  return valueOf(limited, "dynamic", { meaning: "text", multivalue: true });
};

/** `s/regex/text/g`; KQL replaces every match, so that a script without `g` has no counterpart. */
const sed: CallHandler = (call, scope) => {
  const value = input(call, scope);
  const script = literalText(call, 1);
  if (value === undefined) return missingValue();
  const parts = script === undefined ? null : /^s(.)((?:\\.|(?!\1).)*)\1((?:\\.|(?!\1).)*)\1g$/s.exec(script);
  if (parts === null) return refuseCall(call, scope, "other than `s/…/…/g`");
  const [, , pattern = "", replacement = ""] = parts;
  const regex = regexArgument(call, pattern, scope, { wholeMatch: true });
  return regex === undefined ? missingValue() : replaced(value, regex, replacement);
};

/** A DWORD is a decimal number in the tables and `0x` with eight digits in Splunk; Sysmon puts it into brackets. */
const registryData: CallHandler = (call, scope) => {
  const value = input(call, scope);
  const type = argumentValue(call, 1, scope);
  if (value === undefined) return missingValue();
  const data = value.expression;
  const inBrackets = kqlCall("extract", verbatim(sysmonNumber), number(1), data);
  if (type === undefined) return textOf(kqlCall("coalesce", inBrackets, data));
  const isNumber = allOf([
    operation("endswith", toText(type).expression, text("DWORD")),
    operation("matches regex", data, verbatim("^[0-9]+$")),
  ]);
  const digits = kqlCall("strcat", text("0x"), kqlCall("tohex", kqlCall("tolong", data), number(8)));
  return textOf(conditional([{ when: isNumber, then: digits }], data), value.nullable);
};

export const textCalls: Partial<Readonly<Record<FunctionName, CallHandler>>> = {
  concat,
  substr,
  replace,
  trim: trimming("trim"),
  ltrim: trimming("trim_start"),
  rtrim: trimming("trim_end"),
  base_name: lastPart(pathSeparators.base_name),
  key_name: lastPart(pathSeparators.key_name),
  regex_capture: regexCapture,
  regex_capture_all: regexCaptureAll,
  sed,
  registry_data: registryData,
  shannon_entropy: shannonEntropy,
  matches_cell: matchesCell,
};
