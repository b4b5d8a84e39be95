import type { Call } from "../../../plan/expression.js";
import { pathSeparators } from "../../../plan/functions/path-separators.js";
import { call, keyword, operation, text, number } from "../../shared/expression.js";
import { conjunction } from "../../shared/truth.js";
import type { RowValue } from "../../shared/rows/row-value.js";
import { refusal, type RowRefusal, type ValueOf } from "../../shared/rows/rows-language.js";
import { notSeparator } from "../../shared/regex/last-part.js";
import { regexForRe2 } from "../../shared/regex/translate-regex.js";
import { strftimeOf } from "../../shared/rows/strftime.js";
import { xqlCapture } from "./xql-capture.js";
import { xqlText } from "./xql-text.js";

/** The functions that take more than a template; `undefined` for the others. */
export function xqlCall(
  { function: called, arguments: written, type }: Call,
  valueOf: ValueOf,
): RowValue | RowRefusal | undefined {
  const [first, second, third] = written;
  const input = (): RowValue | undefined => (first === undefined ? undefined : valueOf(first));
  switch (called) {
    case "json_extract":
    case "event_data":
    case "spath": {
      if (second?.kind !== "literal" || written.length > 2) return refusal("a path that is computed");
      const from = input();
      return from && jsonValue(from, String(second.value), called === "event_data");
    }
    case "regex_capture": {
      if (second?.kind !== "literal" || third?.kind !== "literal")
        return refusal("a pattern that is computed");
      const from = input();
      return from && xqlCapture(from, String(second.value), String(third.value));
    }
    case "strftime": {
      const format = second?.kind === "literal" ? strftimeOf(String(second.value)) : undefined;
      const time = input();
      if (time === undefined) return undefined;
      if (format === undefined || time.type !== "time") return refusal("this format of a time");
      return {
        expression: call("format_timestamp", text(format), time.expression),
        type: "text",
        several: false,
      };
    }
    case "mvcount": {
      // The length of an empty array is null there, as the count of a missing field is in the search.
      const values = input();
      if (values?.several !== true) return refusal("the number of values of a field that has one");
      return { expression: call("array_length", values.expression), type: "number", several: false };
    }
    case "mvindex": {
      // An array counts from 0 and, for negative numbers, from its end, as a multivalue field does.
      if (second?.kind !== "literal" || typeof second.value !== "number" || third !== undefined)
        return undefined;
      const values = input();
      if (values?.several !== true)
        return values === undefined ? undefined : refusal("a value of a field that has one");
      return {
        ...values,
        expression: call("arrayindex", values.expression, number(second.value)),
        several: false,
      };
    }
    case "base_name":
    case "key_name": {
      const path = input();
      if (path === undefined) return undefined;
      const ending = text(`(${notSeparator(pathSeparators[called])}*)$`, "regex");
      return {
        expression: call("arrayindex", call("regextract", path.expression, ending), number(0)),
        type: "text",
        several: false,
      };
    }
    case "concat": {
      const parts = written.map(valueOf);
      return parts.every((part) => part !== undefined) ? joinedTexts(parts) : undefined;
    }
    case "replace": {
      if (second?.kind !== "literal" || third?.kind !== "literal")
        return refusal("a pattern that is computed");
      const from = input();
      return from && replaced(from, String(second.value), String(third.value));
    }
    case "toint":
    case "todouble":
    case "tonumber": {
      const value = type === "number" && written.length === 1 ? input() : undefined;
      return value?.type === "number" && value.column === undefined ? value : undefined;
    }
    default:
      return undefined;
  }
}

/**
 * Texts one behind the other. `concat` gives nothing where one of them is empty, so that `format_string` is used; where
 * one is missing, so is the result.
 */
function joinedTexts(parts: readonly RowValue[]): RowValue | RowRefusal {
  if (parts.some(({ several }) => several)) return refusal("several values in one text");
  const format = text("%s".repeat(parts.length));
  const joined = call("format_string", format, ...parts.map(({ expression }) => expression));
  const present = parts
    .filter((part) => part.present !== true && !isLiteral(part))
    .map(({ expression }) => operation("!=", expression, keyword("null")));
  const expression = present.length === 0 ? joined : call("if", conjunction(present), joined);
  return {
    expression,
    type: "text",
    several: false,
    ...(present.length === 0 ? { present: true as const } : {}),
  };
}

/** `replex` replaces every match, as the search does; a replacement with references to groups is refused. */
function replaced(input: RowValue, pattern: string, replacement: string): RowValue | RowRefusal {
  const translated = regexForRe2(pattern);
  if (!translated.ok) return refusal(translated.reason);
  if (replacement.includes("\\") || xqlText(replacement) === undefined)
    return refusal("a replacement with references to groups");
  return {
    expression: call("replex", input.expression, text(translated.text, "regex"), text(replacement)),
    type: "text",
    several: false,
  };
}

/** A value inside JSON: `-> a.b`, or the same part of every element of an array. */
function jsonValue(input: RowValue, path: string, wholeName: boolean): RowValue | RowRefusal {
  if (input.several || /["\\$']/u.test(path)) return refusal(`the path \`${path}\``);
  const [before = "", after, ...more] = wholeName ? [path] : path.split("{}");
  if (more.length > 0) return refusal(`the path \`${path}\` through two arrays`);
  const parts = wholeName ? [before] : before.split(".").filter((part) => part !== "");
  const simple = parts.every((part) => /^[A-Za-z_]\w*$/u.test(part));
  if (!simple && parts.length > 1) return refusal(`the path \`${path}\``);
  const written = simple ? parts.join(".") : `["${before}"]`;
  const several = after !== undefined;
  const found = operation("->", input.expression, keyword(written + (several ? "[]" : "")));
  if (!several || after === "") return { expression: found, type: "text", several };
  const inner = after.split(".").filter((part) => part !== "");
  if (!inner.every((part) => /^[A-Za-z_]\w*$/u.test(part))) return refusal(`the path \`${path}\``);
  const element = call("json_extract_scalar", keyword('"@element"'), text(`$.${inner.join(".")}`));
  return { expression: call("arraymap", found, element), type: "text", several };
}

export function isLiteral({ expression }: RowValue): boolean {
  return expression.kind === "text" || expression.kind === "number";
}
