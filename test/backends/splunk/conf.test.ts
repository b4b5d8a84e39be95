import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isStanzaName, printConf } from "../../../src/backends/splunk/conf.js";
import { Float, settingJson } from "../../../src/backends/splunk/json.js";

/** The lines that Splunk sees after joining continued ones. */
function joined(text: string): readonly string[] {
  return text.replaceAll(/\\\n/g, "\u0001").split("\n");
}

describe("a .conf file", () => {
  it("lets no value open a stanza or set another key", () => {
    const value = fc.string({
      unit: fc.constantFrom("a", "\\", "\n", "\r", "[", "]", "=", " ", "\u2028", "\v"),
      maxLength: 20,
    });
    fc.assert(
      fc.property(value, value, (first, second) => {
        const text = printConf([{ name: "one", settings: [["a", first], ["b", second]] }]); // prettier-ignore
        const lines = joined(text);
        expect(lines.filter((line) => line.startsWith("["))).toEqual(["[one]"]);
        expect(lines.filter((line) => / ?=/.test(line) && !/^[ab] =/.test(line))).toEqual([]);
        expect(lines).toHaveLength(4);
      }),
    );
  });

  it("keeps the lines of a search by continuing them", () => {
    const text = printConf([{ name: "s", settings: [["search", "index=a\n| stats count\n"]] }]);
    expect(text).toBe("[s]\nsearch = index=a \\\n| stats count\n");
  });

  it("keeps a comment on its line", () => {
    const text = printConf([{ name: "s", settings: [["# about", "a\n[x]\r\nsearch = *\u0085b\\"], ["b", "1"]] }]); // prettier-ignore
    expect(text).toBe("[s]\n# about = a [x] search = * b\\ \nb = 1\n");
  });

  it("does not let a value that ends with a backslash swallow the next line", () => {
    const text = printConf([{ name: "s", settings: [["a", "C:\\"], ["b", "1"]] }]); // prettier-ignore
    expect(joined(text)).toEqual(["[s]", "a = C:\\ ", "b = 1", ""]);
  });

  it("knows what cannot be the name of a stanza", () => {
    expect(isStanzaName("DETC - A Name - Rule")).toBe(true);
    expect(["a]b", "a\nb", "", " a"].map(isStanzaName)).toEqual([false, false, false, false]);
  });
});

describe("the JSON of a setting", () => {
  it("has its keys in order and escapes what HTML and ASCII do not have", () => {
    expect(settingJson({ b: ["<&>'", "ü"], a: 1, c: undefined, d: new Float(5) })).toBe(
      '{"a": 1, "b": ["\\u003c\\u0026\\u003e\\u0027", "\\u00fc"], "d": 5.0}',
    );
  });
});
