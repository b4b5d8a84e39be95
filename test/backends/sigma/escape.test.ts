import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sigmaText, type SigmaPart } from "../../../src/backends/sigma/logic/escape.js";

/** What the specification's table says a value stands for. */
function partsOf(value: string): readonly SigmaPart[] {
  const parts: SigmaPart[] = [];
  let text = "";
  const end = () => {
    if (text !== "") parts.push({ kind: "text", text });
    text = "";
  };
  for (let at = 0; at < value.length; at++) {
    const character = value.charAt(at);
    const next = value.charAt(at + 1);
    if (character === "\\" && ["\\", "*", "?"].includes(next)) {
      text += next;
      at++;
    } else if (character === "*" || character === "?") {
      end();
      parts.push({ kind: character === "*" ? "any" : "one" });
    } else text += character;
  }
  end();
  return parts;
}

const words = fc.string({ unit: fc.constantFrom("\\", "*", "?", "a", " "), minLength: 1, maxLength: 8 });

describe("a Sigma value", () => {
  it("stands for the text it was made of", () => {
    fc.assert(
      fc.property(words, (text) => {
        expect(partsOf(sigmaText([{ kind: "text", text }]))).toEqual([{ kind: "text", text }]);
      }),
    );
  });

  it("keeps wildcards apart from the text around them", () => {
    const wildcard = fc.constantFrom<SigmaPart>({ kind: "any" }, { kind: "one" });
    fc.assert(
      fc.property(words, wildcard, words, (before, between, after) => {
        const parts: SigmaPart[] = [{ kind: "text", text: before }, between, { kind: "text", text: after }];
        expect(partsOf(sigmaText(parts))).toEqual(parts);
      }),
    );
  });

  it.each([
    ["\\cmd.exe", "\\cmd.exe"],
    ["C:\\Windows\\", "C:\\Windows\\"],
    ["\\\\srv\\share", "\\\\\\\\srv\\share"],
    ["what?", "what\\?"],
    ["a\\*b", "a\\\\\\*b"],
  ])("writes %s as SigmaHQ does", (text, written) => {
    expect(sigmaText([{ kind: "text", text }])).toBe(written);
  });

  it("doubles a backslash that stands before a wildcard", () => {
    expect(sigmaText([{ kind: "text", text: "C:\\Temp\\" }, { kind: "any" }])).toBe("C:\\Temp\\\\*");
  });
});
