import { evaluateDiagnostics } from "../../diagnostics/codes/evaluate.js";
import type { CallSite } from "./implementation.js";
import { replaceMatches } from "./text.js";

/** Runs a script of `rex mode=sed`: `s/regex/replacement/flags` with `g`, `i` or a number, or `y/abc/xyz/`. */
export function runSed(input: string, script: string, { context, span }: CallSite): string | null {
  const [command = "", first = "", second = "", flags = ""] = partsOf(script);
  if (command === "y") {
    const from = [...first];
    const to = [...second];
    const table = new Map(from.map((character, index) => [character, to[index] ?? ""]));
    return [...input].map((character) => table.get(character) ?? character).join("");
  }
  if (command !== "s" || !/^(?:g|i|\d)*$/.test(flags)) {
    const reason = "the script is neither `s/regex/replacement/flags` nor `y/characters/characters/`";
    context.report(evaluateDiagnostics["not-computable"](span, { construct: script, reason }));
    return null;
  }
  const number = /\d+/.exec(flags);
  return replaceMatches(input, first, second, {
    context,
    span,
    caseSensitive: !flags.includes("i"),
    which: flags.includes("g") ? "all" : number === null ? 1 : Number(number[0]),
  });
}

/** The command and its parts; the character behind the command separates them, escaped it stands for itself. */
function partsOf(script: string): readonly string[] {
  const text = script.trim();
  const separator = text.charAt(1);
  const parts = [""];
  for (let at = 2; at < text.length; at++) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    let added = character;
    if (character === "\\" && next !== "") {
      added = next === separator ? next : character + next;
      at++;
    } else if (character === separator) {
      parts.push("");
      continue;
    }
    parts[parts.length - 1] += added;
  }
  return [text.charAt(0), ...parts];
}
