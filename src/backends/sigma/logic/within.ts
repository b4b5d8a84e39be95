import {
  complement,
  rangesOfMembers,
  rangesOfSet,
  union,
  withBothCases,
  type CodeRange,
} from "../../../regex/character-sets.js";
import { parsePcre } from "../../../regex/parse-pcre.js";
import { PcreSyntaxError, UnsupportedPcre, type Pcre } from "../../../regex/pcre.js";
import type { SigmaPart } from "./escape.js";
import type { ValueTest } from "./value-test.js";

/**
 * A part of a text whose characters are all of one set, such as the name in a path, which has no separator in it.
 */
export interface PartOfText {
  /** The characters that the part may have. */
  readonly characters: readonly CodeRange[];
}

/** No text of the part passes. */
export const nothing = "nothing";

/**
 * The expression that a part matches as a whole exactly when it passes the test; `undefined` where there is none that
 * Sigma's engines share.
 */
export function within(asked: ValueTest, part: PartOfText): Pcre | typeof nothing | undefined {
  switch (asked.kind) {
    case "present":
      return repeated(part.characters, 0);
    case "equal":
      return typeof asked.value === "string"
        ? textWithin([{ kind: "text", text: asked.value }], asked.caseSensitive, part)
        : numberWithin(asked.value, part);
    case "parts":
      return textWithin(asked.parts, asked.caseSensitive, part);
    case "regex":
      return regexWithin(asked.source, asked.ignoreCase, part);
    case "order":
    case "network":
    case "among":
    case "computed":
      return undefined;
  }
}

/** Any run of so many of the characters, or more. */
export function repeated(characters: readonly CodeRange[], minimum: number, maximum?: number): Pcre {
  const body = classOf(characters);
  return {
    kind: "repeat",
    body,
    minimum,
    mode: "greedy",
    ...(maximum === undefined ? {} : { maximum }),
  };
}

function textWithin(
  parts: readonly SigmaPart[],
  caseSensitive: boolean,
  { characters }: PartOfText,
): Pcre | typeof nothing {
  const items: Pcre[] = [];
  for (const part of parts) {
    if (part.kind === "any") items.push(repeated(characters, 0));
    else if (part.kind === "one") items.push(classOf(characters));
    else
      for (const character of part.text) {
        const code = character.codePointAt(0) ?? 0;
        const inside = restricted({ kind: "character", code, ignoreCase: !caseSensitive }, { characters });
        if (inside === nothing) return nothing;
        items.push(inside);
      }
  }
  return { kind: "sequence", items };
}

/** A whole number in a part that has digits only, which may begin with zeros. */
function numberWithin(value: number | boolean, part: PartOfText): Pcre | undefined {
  const isDigits = part.characters.every(({ from, to }) => from >= 0x30 && to <= 0x39);
  if (!isDigits || typeof value !== "number" || !Number.isInteger(value) || value < 0) return undefined;
  const digits = textWithin([{ kind: "text", text: String(value) }], true, part);
  if (digits === nothing) return undefined;
  return { kind: "sequence", items: [repeated([{ from: 0x30, to: 0x30 }], 0), digits] };
}

/** An expression that is looked for anywhere in the part. */
function regexWithin(
  source: string,
  ignoreCase: boolean,
  part: PartOfText,
): Pcre | typeof nothing | undefined {
  try {
    const { root } = parsePcre(source, { ignoreCase });
    const options = root.kind === "alternatives" ? root.options : [root];
    const inside = options.flatMap((option) => {
      const whole = anywhere(option, part);
      return whole === nothing ? [] : [whole];
    });
    const [first] = inside;
    if (first === undefined) return nothing;
    return inside.length === 1 ? first : { kind: "group", body: { kind: "alternatives", options: inside } };
  } catch (problem) {
    if (problem instanceof PcreSyntaxError || problem instanceof UnsupportedPcre) return undefined;
    throw problem;
  }
}

/** One alternative with what may stand around it, unless it is anchored. */
function anywhere(option: Pcre, part: PartOfText): Pcre | typeof nothing {
  const items = option.kind === "sequence" ? option.items : [option];
  const [first] = items;
  const last = items.at(-1);
  const begins = first?.kind === "assertion" && first.assertion === "text-start";
  const ends =
    last?.kind === "assertion" && (last.assertion === "text-end" || last.assertion === "text-end-or-newline");
  const inner: Pcre[] = [];
  for (const item of items.slice(begins ? 1 : 0, ends ? -1 : undefined)) {
    const inside = restricted(item, part);
    if (inside === nothing) return nothing;
    inner.push(inside);
  }
  const around = repeated(part.characters, 0);
  return { kind: "sequence", items: [...(begins ? [] : [around]), ...inner, ...(ends ? [] : [around])] };
}

/** A node that matches what it did, as far as that is within the part. */
function restricted(node: Pcre, part: PartOfText): Pcre | typeof nothing {
  switch (node.kind) {
    case "character": {
      const one = [{ from: node.code, to: node.code }];
      const spellings = node.ignoreCase ? withBothCases(one) : one;
      const inside = common(part.characters, spellings);
      return inside.length === spellings.length ? node : ofRanges(inside);
    }
    case "dot":
      return ofRanges(node.lines ? part.characters : without(part.characters, [{ from: 10, to: 10 }]));
    case "class": {
      const own = rangesOfMembers(node.members);
      const cased = node.ignoreCase ? withBothCases(own) : own;
      return ofRanges(common(part.characters, node.negated ? complement(cased) : cased));
    }
    case "set":
      return ofRanges(common(part.characters, rangesOfSet(node.set)));
    case "group": {
      const body = restricted(node.body, part);
      return body === nothing ? nothing : { kind: "group", body };
    }
    case "sequence": {
      const items: Pcre[] = [];
      for (const item of node.items) {
        const inside = restricted(item, part);
        if (inside === nothing) return nothing;
        items.push(inside);
      }
      return { kind: "sequence", items };
    }
    case "alternatives": {
      const options = node.options.flatMap((option) => {
        const inside = restricted(option, part);
        return inside === nothing ? [] : [inside];
      });
      return options.length === 0 ? nothing : { kind: "alternatives", options };
    }
    case "repeat": {
      const body = restricted(node.body, part);
      if (body !== nothing) return { ...node, body };
      return node.minimum === 0 ? { kind: "sequence", items: [] } : nothing;
    }
    case "assertion":
      throw new UnsupportedPcre("an anchor inside the expression");
    case "backtracking":
      throw new UnsupportedPcre(node.construct);
  }
}

function ofRanges(ranges: readonly CodeRange[]): Pcre | typeof nothing {
  return ranges.length === 0 ? nothing : classOf(ranges);
}

/** Every character but these. */
export function allBut(...codes: readonly number[]): readonly CodeRange[] {
  return complement(codes.map((code) => ({ from: code, to: code })));
}

/** The ranges as a class, written by what it leaves out where that is shorter. */
function classOf(ranges: readonly CodeRange[]): Pcre {
  const rest = complement(ranges);
  if (rest.length === 0) return { kind: "dot", lines: true };
  const negated = rest.length > 0 && rest.length <= ranges.length;
  return {
    kind: "class",
    negated,
    members: (negated ? rest : ranges).map((range) => ({ kind: "range", ...range })),
    ignoreCase: false,
  };
}

function without(ranges: readonly CodeRange[], others: readonly CodeRange[]): readonly CodeRange[] {
  return common(ranges, complement(others));
}

/** What is in both. */
function common(left: readonly CodeRange[], right: readonly CodeRange[]): readonly CodeRange[] {
  return complement(union([...complement(left), ...complement(right)]));
}
