import { compileRegex } from "../../../src/evaluate/regex/regex.js";
import { singlesOf, textOf, valueOf, type EventValue, type Value } from "../../../src/evaluate/value.js";
import type { Call, ScalarExpression } from "../../../src/plan/expression.js";
import { pathSeparators } from "../../../src/plan/functions/path-separators.js";
import { randomFrom } from "../../../src/witness/random.js";
import { sampleRegex } from "../../../src/witness/sample-pattern.js";
import { isMadeUp, isMadeUpText, type TargetRow } from "./target-row.js";

/** Functions that change how a value is written and not what it is: the value goes into what they read. */
const transparent: ReadonlySet<string> = new Set([
  "lower",
  "upper",
  "trim",
  "rtrim",
  "ltrim",
  "tostring",
  "tonumber",
  "toint",
  "replace",
  "strftime",
  "strptime",
  "mvjoin",
  "mvdedup",
  "nullif",
]);

/**
 * Puts a value into the columns that an expression reads, so that the expression gives the value again; what it really
 * gives is up to evaluation.
 */
export function place(expression: ScalarExpression, value: EventValue, row: TargetRow): void {
  const plain = asValue(value);
  if (plain === null) return;
  switch (expression.kind) {
    case "column":
      // A column of one value takes one of several.
      return row.setPlain(expression.name, expression.type, singlesOf(plain)[0] ?? null);
    case "case": {
      const wanted = textOf(singlesOf(plain)[0] ?? "").toLowerCase();
      for (const { when, then } of expression.arms)
        if (then.kind === "literal" && String(then.value).toLowerCase() === wanted)
          return placeCondition(when, row);
      // A word that a map of words does not have: any of its words takes the place of one that was made up.
      const known = expression.arms.find(({ then }) => then.kind === "literal" && then.value !== null);
      if (known !== undefined && expression.otherwise === undefined && isMadeUp(wanted))
        return placeCondition(known.when, row);
      const open = expression.arms.find(({ then }) => then.kind !== "literal");
      if (open !== undefined) {
        placeCondition(open.when, row);
        return place(open.then, value, row);
      }
      return expression.otherwise === undefined ? undefined : place(expression.otherwise, value, row);
    }
    case "call":
      return placeCall(expression, plain, row);
    default:
      return;
  }
}

/** What a field of an event holds, as a value. */
export function asValue(value: EventValue): Value {
  return typeof value === "object" && value !== null ? valueOf(value) : (value ?? null);
}

/** Makes a row pass a condition of a home or of a value map: equalities are enough for it. */
export function placeCondition(condition: ScalarExpression, row: TargetRow): void {
  switch (condition.kind) {
    case "and":
      for (const operand of condition.operands) placeCondition(operand, row);
      return;
    case "or": {
      const [first] = condition.operands;
      return first === undefined ? undefined : placeCondition(first, row);
    }
    case "compare":
      if (condition.operator === "=" && condition.right.kind === "literal")
        place(condition.left, condition.right.value, row);
      return;
    case "one-of":
      return place(condition.value, condition.options[0]?.value ?? null, row);
    case "match": {
      if (condition.pattern.kind !== "wildcard") return;
      const text = condition.pattern.parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
      if (condition.value.kind === "column" && condition.pattern.parts[0]?.kind === "any")
        return row.addPiece(condition.value.name, condition.value.type, text);
      return place(condition.value, text, row);
    }
    case "is-present":
      return row.needs(condition.value);
    default:
      return;
  }
}

function placeCall(call: Call, value: Value, row: TargetRow): void {
  const [first, second, third] = call.arguments;
  if (first === undefined) return;
  const [single] = singlesOf(value);
  if (single === undefined) return;
  switch (call.function) {
    case "event_data":
      if (first.kind === "column" && second?.kind === "literal")
        row.setXml(first.name, first.type, String(second.value), textOf(single));
      return;
    case "json_extract":
    case "spath":
      if (second?.kind !== "literal") return;
      return placeJson(first, String(second.value), value, row);
    case "json_extract_exact":
      if (first.kind !== "column" || second?.kind !== "literal") return;
      return row.setMember(first.name, first.type, String(second.value), value);
    case "base_name":
    case "key_name":
      return placeLastPart(first, textOf(single), pathSeparators[call.function], row);
    case "regex_capture": {
      if (second?.kind !== "literal") return;
      const group = third?.kind === "literal" ? String(third.value) : "1";
      const piece = captured(String(second.value), group, textOf(single));
      if (piece === undefined) return;
      if (first.kind !== "column") return place(first, piece, row);
      row.addPiece(first.name, first.type, piece);
      return;
    }
    case "len":
      return placeLength(first, Number(single), row);
    case "concat":
      return placeConcat(call.arguments, textOf(single), row);
    case "registry_data":
      return placeRegistryData(first, second, textOf(single), row);
    case "coalesce":
    case "mvappend":
      return place(first, value, row);
    default:
      if (transparent.has(call.function)) place(first, value, row);
  }
}

/** A text out of which a group takes the wanted one; out of which it takes any, where the wanted one was made up. */
function captured(source: string, group: string, wanted: string): string | undefined {
  const exact = sampleRegex(source, new Map([[group, wanted]]), randomFrom(1))?.text;
  const compiled = compileRegex(source);
  if (exact === undefined || "problem" in compiled || !isMadeUpText(wanted)) return exact;
  return compiled.regex.test(exact) ? exact : sampleRegex(source, new Map(), randomFrom(1))?.text;
}

/** The most characters that a text is made longer by. */
const longest = 20_000;

/** Makes the text of a column longer, behind what stands there. */
function placeLength(of: ScalarExpression, length: number, row: TargetRow): void {
  if (of.kind !== "column" || !(length <= longest)) return;
  const known = row.plain(of.name);
  row.replacePlain(of.name, of.type, (typeof known === "string" ? known : "").padEnd(length, "w"));
}

function placeJson(from: ScalarExpression, path: string, value: Value, row: TargetRow): void {
  if (from.kind === "column") return row.setJson(from.name, from.type, path, value);
  if (from.kind !== "call") return;
  const [inner, innerPath] = from.arguments;
  if (inner === undefined) return;
  if (from.function === "json_extract" && innerPath?.kind === "literal")
    return placeJson(inner, `${String(innerPath.value)}.${path}`, value, row);
}

/**
 * The data of a registry value, of which Sysmon's spelling of a number is wanted: the number itself where a column has the
 * type, and the spelling with its type in it otherwise.
 */
function placeRegistryData(
  data: ScalarExpression,
  type: ScalarExpression | undefined,
  text: string,
  row: TargetRow,
): void {
  const isNumber = /^0x[0-9a-f]{8}$/i.test(text);
  if (type === undefined) return place(data, isNumber ? `DWORD (${text})` : text, row);
  place(type, isNumber ? "REG_DWORD" : "REG_SZ", row);
  place(data, isNumber ? String(Number(text)) : text, row);
}

/**
 * The last part of a path: below the path that stands there, where that does not end so, since what a test asks of the
 * path has to stay in it; or below a folder of its own.
 */
function placeLastPart(
  path: ScalarExpression,
  name: string,
  separators: readonly string[],
  row: TargetRow,
): void {
  if (path.kind === "column") {
    const known = row.plain(path.name);
    if (typeof known === "string")
      return row.replacePlain(path.name, path.type, pathTo(known, name, separators));
  }
  if (path.kind === "call" && path.function === "event_data") {
    const [column, field] = path.arguments;
    if (column?.kind === "column" && field?.kind === "literal") {
      const known = row.xml(column.name, String(field.value));
      if (known !== undefined)
        return row.replaceXml(column.name, String(field.value), pathTo(known, name, separators));
    }
  }
  place(path, `${row.folder}${name}`, row);
}

function pathTo(known: string, name: string, separators: readonly string[]): string {
  const separator = separators.findLast((each) => known.includes(each)) ?? "\\";
  // A last part that was made up gives way.
  const last = known.slice(known.lastIndexOf(separator) + 1);
  const ends = last === "" || last === name || (known.includes(separator) && /^w\w*$/.test(last));
  const folder = ends ? known.slice(0, known.lastIndexOf(separator)) : known;
  return `${folder}${separator}${name}`;
}

/**
 * Cuts a text at the literals between the parts: the last occurrence, since names come last in paths. A column that has
 * its value already takes that off the end, or nothing.
 */
function placeConcat(parts: readonly ScalarExpression[], text: string, row: TargetRow): void {
  let rest = text;
  let isOfText = true;
  for (const [index, part] of [...parts.entries()].reverse()) {
    if (part.kind === "literal") {
      const at = isOfText ? rest.lastIndexOf(String(part.value)) : -1;
      rest = at === -1 ? rest : rest.slice(0, at);
      continue;
    }
    const known = part.kind === "column" ? row.plain(part.name) : undefined;
    isOfText = known === undefined || known === null || rest.endsWith(String(known));
    if (!isOfText) continue;
    const before = parts[index - 1];
    const cut = before?.kind === "literal" ? rest.lastIndexOf(String(before.value)) : -1;
    const own =
      before?.kind === "literal" && cut !== -1 ? rest.slice(cut + String(before.value).length) : rest;
    place(part, own, row);
    rest = rest.slice(0, rest.length - own.length);
  }
}
