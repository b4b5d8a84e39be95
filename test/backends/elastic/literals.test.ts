import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eqlLanguage, eqlText } from "../../../src/backends/elastic/eql/eql-language.js";
import { textLike } from "../../../src/backends/elastic/eql/text-tests.js";
import { esqlLanguage, esqlText } from "../../../src/backends/elastic/esql/esql-language.js";
import { name } from "../../../src/backends/shared/expression.js";

const texts = fc.string({ unit: fc.constantFrom('"', "\\", "\n", "\r", "\t", "*", "?", "a", "é", "\u0001") });

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/** Reads a literal as the grammar of both languages does; fails where the literal ends too early or too late. */
function readLiteral(literal: string): string {
  const raw = /^"""([^\n\r]*?)"""$/u.exec(literal);
  if (raw !== null && literal.length >= 6) return raw[1] ?? "";
  const inside = /^"((?:[^"\\\n\r]|\\["\\nrt]|\\u\{[0-9a-f]+\})*)"$/u.exec(literal)?.[1];
  if (inside === undefined) throw new Error(`not one literal: ${literal}`);
  return inside.replace(/\\u\{([0-9a-f]+)\}|\\(.)/gu, (_, code?: string, letter?: string) =>
    code === undefined ? (escapes[letter ?? ""] ?? "") : String.fromCodePoint(Number.parseInt(code, 16)),
  );
}

describe("literals of EQL and ES|QL", () => {
  it.each([
    ["EQL", eqlText],
    ["ES|QL", esqlText],
    ["EQL, raw", (text: string) => eqlLanguage.text(text, "raw")],
    ["ES|QL, pattern", (text: string) => esqlLanguage.text(text, "pattern")],
  ])("%s: a text is read back as it was and never ends its literal", (_, write) => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(readLiteral(write(text))).toBe(text);
      }),
    );
  });
});

describe("wildcards in EQL", () => {
  it("never turn a character of the text into a wildcard", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const written = textLike(name("f"), [{ kind: "text", text }, { kind: "any" }], false, false);
        if (!written.ok || written.expression.kind !== "operation") return;
        const [, pattern] = written.expression.operands;
        if (written.expression.operator !== ":" || pattern?.kind !== "text") return;
        expect(pattern.value.slice(0, -1)).toBe(text);
        expect(text).not.toMatch(/[*?]/u);
      }),
    );
  });
});
