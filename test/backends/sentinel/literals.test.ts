import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kqlLanguage, textLiteral } from "../../../src/backends/sentinel/kql/language.js";
import { KustoChecker, kustoText } from "../../conformance/engines/kusto.js";
import { hostileTexts } from "../../conformance/execute/hostile.js";

const checker = new KustoChecker({ T: { C: "string" } });
const texts = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."\"'`\\\n\r\t|/*@#[];{}u0x\u0000\u0085\u2028\u2029\u{1f600}") }),
  fc.constantFrom(...hostileTexts),
);

describe("literals of KQL, as Microsoft's parser reads them", () => {
  it.each([
    ["a text", textLiteral],
    ["a pattern", (text: string) => kqlLanguage.text(text, "verbatim")],
  ])("%s is one literal with exactly that value", (_, write) => {
    fc.assert(
      fc.property(texts, (text) => {
        const literal = write(text);
        expect(kustoText(literal), literal).toBe(text);
        expect(checker.check(`T | where C == ${literal} | take 1`), literal).toEqual([]);
      }),
    );
  });
});
