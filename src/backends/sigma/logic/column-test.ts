import { sigmaDiagnostics } from "../../../diagnostics/codes/sigma.js";
import type { Diagnostic } from "../../../diagnostics/diagnostic.js";
import type { ColumnReference } from "../../../plan/expression.js";
import type { ValueType } from "../../../plan/row-type.js";
import type { Automaton } from "../../../regex/automaton/automaton.js";
import { toPcre } from "../../../regex/automaton/to-pcre.js";
import { sigmaText, type SigmaPart } from "./escape.js";
import { always, any, never, test, type Logic } from "./logic.js";
import { regexLiteral, sigmaRegex, sigmaRegexOf } from "./sigma-regex.js";
import { computedTest } from "./computed-test.js";
import { describeValue } from "./describe-value.js";
import { lastPart, partLengthTest, partTest } from "./text-part.js";
import type { OrderOperator, ValueTest } from "./value-test.js";
import { wildcardsOf } from "./wildcards-of.js";

export type Tested = { readonly logic: Logic } | { readonly refused: Diagnostic };

/** A test of a field of the log. */
export function columnTest(column: ColumnReference, type: ValueType, asked: ValueTest): Tested {
  const field = column.name;
  switch (asked.kind) {
    case "present":
      return { logic: test(field, ["exists"], true) };
    case "equal":
      return { logic: equality(field, type, asked.value, asked.caseSensitive) };
    case "order":
      if (!asked.certain && type !== "number" && type !== "time")
        return {
          refused: sigmaDiagnostics["text-order"](asked.span, {
            field: `\`${field}\``,
            operator: asked.operator,
          }),
        };
      return { logic: test(field, [orderModifiers[asked.operator]], asked.value) };
    case "parts":
      return { logic: partsTest(field, asked.parts, asked.caseSensitive) };
    case "regex":
      return regexTest(field, asked.source, asked.ignoreCase, asked);
    case "network":
      return { logic: test(field, ["cidr"], asked.cidr) };
    case "among":
      return amongTest(field, asked.texts, asked);
    case "computed": {
      const logic = computedTest(field, asked.call, asked.asked);
      return logic === undefined ? { refused: computedValue(asked) } : { logic };
    }
  }
}

function computedValue({ call, span }: Extract<ValueTest, { readonly kind: "computed" }>): Diagnostic {
  return sigmaDiagnostics["computed-value"](call.span ?? span, { construct: describeValue(call) });
}

const orderModifiers: Readonly<Record<OrderOperator, string>> = {
  "<": "lt",
  "<=": "lte",
  ">": "gt",
  ">=": "gte",
};

/** `field = value`; a number where the column holds numbers. */
export function equality(
  field: string,
  type: ValueType,
  value: string | number | boolean,
  caseSensitive: boolean,
): Logic {
  if (typeof value !== "string") return test(field, [], value);
  if (type === "number" && /^(0|-?[1-9]\d{0,14})$/.test(value)) return test(field, [], Number(value));
  return test(field, cased(caseSensitive, value), sigmaText([{ kind: "text", text: value }]));
}

/** Sigma ignores case unless told not to; a text without letters needs no telling. */
function cased(caseSensitive: boolean, ...texts: readonly string[]): readonly string[] {
  return caseSensitive && texts.some((text) => text.toLowerCase() !== text.toUpperCase()) ? ["cased"] : [];
}

/** The whole value against text and wildcards. */
export function partsTest(field: string, parts: readonly SigmaPart[], caseSensitive: boolean): Logic {
  const first = parts[0];
  const last = parts.at(-1);
  const open = first?.kind === "any";
  const openEnd = last?.kind === "any" && parts.length > 1;
  const inner = parts.slice(open ? 1 : 0, openEnd ? -1 : undefined);
  if (inner.length === 0) return parts.length === 0 ? test(field, [], "") : test(field, ["exists"], true);
  const modifier = open ? (openEnd ? "contains" : "endswith") : openEnd ? "startswith" : undefined;
  const texts = inner.flatMap((part) => (part.kind === "text" ? [part.text] : []));
  const modifiers = [...(modifier === undefined ? [] : [modifier]), ...cased(caseSensitive, ...texts)];
  return test(field, modifiers, sigmaText(inner));
}

function regexTest(field: string, source: string, ignoreCase: boolean, asked: ValueTest): Tested {
  // Sigma's own notation, unless it heeds case, which some engines only know of regular expressions.
  const plain = wildcardsOf(source, ignoreCase);
  if (plain !== undefined && (!plain.caseSensitive || source.endsWith(String.raw`\z`)))
    return { logic: partsTest(field, plain.parts, plain.caseSensitive) };
  const regex = sigmaRegex(source, ignoreCase);
  if (!regex.ok) return { refused: sigmaDiagnostics.regex(asked.span, { reason: regex.reason }) };
  return { logic: test(field, regex.modifiers, regex.text) };
}

/** More makes no expression that an engine should have to try. */
const longestExpression = 400;

/** A set of texts as an expression that the whole value matches. */
function amongTest(field: string, texts: Automaton, asked: ValueTest): Tested {
  const whole = toPcre(texts, longestExpression);
  const regex =
    whole &&
    sigmaRegexOf({
      kind: "sequence",
      items: [
        { kind: "assertion", assertion: "text-start" },
        whole,
        { kind: "assertion", assertion: "text-end-or-newline" },
      ],
    });
  if (regex !== undefined) return { logic: test(field, regex.modifiers, regex.text) };
  return { refused: sigmaDiagnostics.regex(asked.span, { reason: "an expression that would be too long" }) };
}

/** Which names of a column of paths stand behind a separator: all, those with an ending (`cmd.exe`), or not all of those. */
export type Folder = "always" | "before-endings" | "sometimes";

/** A column that holds paths. */
export interface PathColumn {
  readonly separator: "\\" | "/";
  readonly folder: Folder;
}

/**
 * A test of the last part of a path. A name that need not stand behind a separator may be the whole value, as the
 * kernel's own processes are (`System`). `undefined`: Sigma cannot say it.
 */
export function lastPartTest(
  column: ColumnReference,
  type: ValueType,
  { separator, folder }: PathColumn,
  asked: ValueTest,
): Tested | undefined {
  const field = column.name;
  switch (asked.kind) {
    case "present":
      return columnTest(column, type, asked);
    case "equal": {
      const text = String(asked.value);
      return {
        logic: lastPartParts(field, { separator, folder }, [{ kind: "text", text }], asked.caseSensitive),
      };
    }
    case "parts":
      return { logic: lastPartParts(field, { separator, folder }, asked.parts, asked.caseSensitive) };
    case "regex":
      return logicOr(partTest(field, lastPart(separator), asked));
    case "computed":
      return asked.call.function === "len"
        ? logicOr(partLengthTest(field, lastPart(separator), asked.asked))
        : undefined;
    case "order":
    case "network":
    case "among":
      return undefined;
  }
}

function logicOr(logic: Logic | undefined): Tested | undefined {
  return logic && { logic };
}

function lastPartParts(
  field: string,
  { separator, folder }: PathColumn,
  parts: readonly SigmaPart[],
  caseSensitive: boolean,
): Logic {
  if (parts.some((part) => part.kind === "text" && part.text.includes(separator))) return never;
  const [first, second] = parts;
  if (parts.every(({ kind }) => kind === "any")) return test(field, ["exists"], true);
  const whole = first?.kind === "text" && second === undefined ? first.text : undefined;
  if (whole !== undefined) {
    const behind = test(
      field,
      ["endswith", ...cased(caseSensitive, whole)],
      sigmaText([{ kind: "text", text: separator + whole }]),
    );
    const isBehind = folder === "always" || (folder === "before-endings" && whole.includes("."));
    return isBehind ? behind : any([behind, partsTest(field, parts, caseSensitive)]);
  }
  if (first?.kind === "any" && second?.kind === "text" && parts.length === 2)
    return partsTest(field, parts, caseSensitive);

  const own = `[^${regexLiteral(separator)}]`;
  const body = parts
    .map((part) => (part.kind === "any" ? `${own}*` : part.kind === "one" ? own : regexLiteral(part.text)))
    .join("");
  const start = first?.kind === "any" ? "" : `(^|${regexLiteral(separator)})`;
  const trimmed = first?.kind === "any" ? body.slice(own.length + 1) : body;
  return test(field, caseSensitive ? ["re"] : ["re", "i"], `${start}${trimmed}$`);
}

/** A constant condition as logic. */
export function constant(value: boolean): Logic {
  return value ? always : never;
}
