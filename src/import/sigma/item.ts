import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { importDiagnostics } from "../../diagnostics/codes/import.js";
import type { LikePattern } from "../../plan/expression.js";
import type { Span } from "../../source/source-text.js";
import { base64, base64Offsets, bytesOf, type Encoding } from "./encode.js";
import { all, any, not, type Logic } from "./logic.js";
import { expandTexts, plainText } from "./parts.js";
import { textTest } from "./text-test.js";
import { readValueText } from "./value-text.js";

/** A value of a rule as YAML has it, with its place. */
export interface ItemValue {
  readonly value: string | number | boolean | null;
  readonly span: Span;
}

/** `Field|modifier|…: values`; a keyword has no field. */
export interface DetectionItem {
  readonly field: string;
  readonly modifiers: readonly string[];
  readonly values: readonly ItemValue[];
  readonly span: Span;
}

/** The field of the text of the whole event. */
export const rawEvent = "_raw";

type Read =
  | { readonly kind: "text"; readonly parts: LikePattern; readonly span: Span }
  | { readonly kind: "null"; readonly span: Span }
  | { readonly kind: "done"; readonly logic: Logic; readonly span: Span };

const regexFlags: ReadonlyMap<string, string> = new Map([
  ["i", "i"],
  ["ignorecase", "i"],
  ["m", "m"],
  ["multiline", "m"],
  ["s", "s"],
  ["dotall", "s"],
]);
const orders = { lt: "<", lte: "<=", gt: ">", gte: ">=" } as const;
const encodings: ReadonlyMap<string, Encoding> = new Map([
  ["wide", "utf16le"],
  ["utf16le", "utf16le"],
  ["utf16be", "utf16be"],
  ["utf16", "utf16"],
]);
const dateParts: readonly string[] = ["minute", "hour", "day", "week", "month", "year"];
/** https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-appendix-modifiers.md */
const known: readonly string[] = [
  "contains",
  "startswith",
  "endswith",
  "all",
  "cased",
  "neq",
  "exists",
  "re",
  ...regexFlags.keys(),
  "base64",
  "base64offset",
  ...encodings.keys(),
  "windash",
  ...Object.keys(orders),
  "cidr",
  "expand",
  "fieldref",
  ...dateParts,
];

/**
 * What an item asks of an event. Several values are alternatives, with `|all` they all have to be found.
 *
 * Reports `import/unknown-modifier`, `import/modifier`, `import/placeholder` and `import/wrong-value`, and gives
 * `undefined` then.
 */
export function readItem(item: DetectionItem, report: (diagnostic: Diagnostic) => void): Logic | undefined {
  const reader = new ItemReader(item, report);
  const logic = reader.read();
  return reader.failed ? undefined : logic;
}

class ItemReader {
  failed = false;
  private readonly modifiers: ReadonlySet<string>;
  private readonly field: string;

  constructor(
    private readonly item: DetectionItem,
    private readonly report: (diagnostic: Diagnostic) => void,
  ) {
    this.modifiers = new Set(item.modifiers);
    this.field = item.field === "" ? rawEvent : item.field;
  }

  read(): Logic {
    const { modifiers, values, span } = this.item;
    const unknown = modifiers.filter((modifier) => !known.includes(modifier));
    for (const modifier of unknown)
      this.fail(importDiagnostics["unknown-modifier"](span, { modifier, known }));
    if (unknown.length > 0) return nothing(span);
    if (values.length === 0)
      this.fail(importDiagnostics["wrong-value"](span, { what: "a search item", expected: "given a value" }));
    const single = modifiers.find(
      (modifier) => modifier === "exists" || modifier === "cidr" || modifier in orders,
    );
    if (
      single !== undefined &&
      modifiers.some((other) => other !== single && other !== "neq" && other !== "all")
    )
      this.refuse(single, "it stands alone");
    const tests = values.map((value) => this.test(value));
    const linked = this.modifiers.has("all") ? all(tests, span) : any(tests, span);
    return this.modifiers.has("neq") ? not(linked, span) : linked;
  }

  private test(value: ItemValue): Logic {
    const { field } = this;
    const { span } = value;
    const has = (modifier: string) => this.modifiers.has(modifier);
    const part = dateParts.find(has);
    if (part !== undefined)
      return this.refuse(part, "a part of a time is computed, and the field may be no time");
    if (has("expand")) {
      this.fail(importDiagnostics.placeholder(span, { text: String(value.value) }));
      return nothing(span);
    }
    if (has("exists")) {
      if (typeof value.value !== "boolean") return this.wrong(value, "true or false");
      const present: Logic = { kind: "present", field, span };
      return value.value ? present : not(present, span);
    }
    if (has("fieldref")) return this.sameField(value);
    const order = (Object.keys(orders) as (keyof typeof orders)[]).find(has);
    if (order !== undefined) {
      if (typeof value.value !== "number") return this.wrong(value, "a number");
      return { kind: "order", field, operator: orders[order], number: value.value, span };
    }
    if (has("cidr")) {
      if (typeof value.value !== "string" || !/^[\da-f.:]+\/\d+$/i.test(value.value))
        return this.wrong(value, "a network such as 10.0.0.0/8");
      return { kind: "network", field, cidr: value.value, span };
    }
    if (has("re")) return this.regex(value);
    return any(
      this.texts(value).map((read): Logic => {
        if (read.kind === "done") return read.logic;
        if (read.kind === "null") return not({ kind: "present", field, span }, span);
        return textTest(field, read.parts, has("cased"), span);
      }),
      span,
    );
  }

  private sameField({ value, span }: ItemValue): Logic {
    const other = this.item.modifiers.find((modifier) => !["fieldref", "neq", "all"].includes(modifier));
    if (other !== undefined) return this.refuse(other, "only equality of two fields has a counterpart");
    if (typeof value !== "string" || value === "") return this.wrong({ value, span }, "the name of a field");
    return { kind: "same", field: this.field, other: value, span };
  }

  private regex({ value, span }: ItemValue): Logic {
    if (typeof value !== "string") return this.wrong({ value, span }, "a regular expression");
    const others = this.item.modifiers.filter(
      (modifier) => !["re", "all", "neq"].includes(modifier) && !regexFlags.has(modifier),
    );
    const [other] = others;
    if (other !== undefined)
      return this.refuse(other, "it has no documented meaning for a regular expression");
    const flags = [
      ...new Set(this.item.modifiers.flatMap((modifier) => regexFlags.get(modifier) ?? [])),
    ].sort();
    const source = flags.length === 0 ? value : `(?${flags.join("")})${value}`;
    return { kind: "regex", field: this.field, source, span };
  }

  /** The texts that a value stands for after its modifiers, in their order. */
  private texts({ value, span }: ItemValue): readonly Read[] {
    const changes = this.item.modifiers.filter((modifier) => !["all", "cased", "neq"].includes(modifier));
    if (value === null) {
      const [change] = changes;
      if (change !== undefined || this.field === rawEvent)
        return [{ kind: "done", logic: this.refuse(change ?? "null", "`null` is no text"), span }];
      return [{ kind: "null", span }];
    }
    let texts: readonly LikePattern[] = [
      typeof value === "string" ? readValueText(value) : [{ kind: "text", text: String(value) }],
    ];
    let encoding: Encoding = "utf-8";
    for (const modifier of changes) {
      const wide = encodings.get(modifier);
      if (wide !== undefined) {
        if (!changes.some((change) => change.startsWith("base64")))
          return [
            { kind: "done", logic: this.refuse(modifier, "it only has a meaning before `base64`"), span },
          ];
        encoding = wide;
        continue;
      }
      const changed = texts.map((parts) => this.changed(modifier, parts, encoding));
      const complete = changed.filter((list) => list !== undefined);
      if (complete.length < changed.length) return [{ kind: "done", logic: nothing(span), span }];
      texts = complete.flat();
    }
    const inEvent =
      this.field === rawEvent && !this.modifiers.has("startswith") && !this.modifiers.has("endswith");
    return texts.map((parts) => ({
      kind: "text",
      parts: inEvent ? [{ kind: "any" }, ...parts, { kind: "any" }] : parts,
      span,
    }));
  }

  private changed(
    modifier: string,
    parts: LikePattern,
    encoding: Encoding,
  ): readonly LikePattern[] | undefined {
    switch (modifier) {
      case "contains":
        return [[{ kind: "any" }, ...parts, { kind: "any" }]];
      case "startswith":
        return [[...parts, { kind: "any" }]];
      case "endswith":
        return [[{ kind: "any" }, ...parts]];
      case "windash":
        return expandTexts(parts, dashes);
      case "base64":
      case "base64offset": {
        const text = plainText(parts);
        if (text === undefined) {
          this.refuse(modifier, "a text with wildcards cannot be encoded");
          return undefined;
        }
        const bytes = bytesOf(text, encoding);
        const encoded = modifier === "base64" ? [base64(bytes)] : base64Offsets(bytes);
        return encoded.map((each) => [{ kind: "text", text: each }]);
      }
      default:
        this.refuse(modifier, "it does not fit the other modifiers");
        return undefined;
    }
  }

  private wrong({ value, span }: ItemValue, expected: string): Logic {
    this.fail(importDiagnostics["wrong-value"](span, { what: `\`${String(value)}\``, expected }));
    return nothing(span);
  }

  private refuse(modifier: string, reason: string): Logic {
    this.fail(importDiagnostics.modifier(this.item.span, { modifier, reason }));
    return nothing(this.item.span);
  }

  private fail(diagnostic: Diagnostic): void {
    this.failed = true;
    this.report(diagnostic);
  }
}

/** Stands in for what was reported. */
function nothing(span: Span): Logic {
  return { kind: "or", operands: [], span };
}

/** The spellings of a text in which each dash or slash at the start of an option may be any of them. */
function dashes(text: string): readonly string[] {
  const [head = "", ...rest] = text.split(/\B[-/]\b/u);
  return rest.reduce<readonly string[]>(
    (starts, piece) =>
      starts.flatMap((start) => ["-", "/", "\u2013", "\u2014", "\u2015"].map((dash) => start + dash + piece)),
    [head],
  );
}
