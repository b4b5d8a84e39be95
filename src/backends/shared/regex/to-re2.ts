import { hasCase } from "../../../regex/character-sets.js";
import {
  UnsupportedPcre,
  type Pcre,
  type PcreClass,
  type PcreMember,
  type PcreSet,
} from "../../../regex/pcre.js";

/** RE2 repeats at most so often: https://github.com/google/re2/wiki/Syntax */
const mostRepeats = 1000;

const horizontalSpace = "\\t \\x{a0}\\x{1680}\\x{180e}\\x{2000}-\\x{200a}\\x{202f}\\x{205f}\\x{3000}";
const verticalSpace = "\\n\\x0b\\f\\r\\x{85}\\x{2028}\\x{2029}";

/**
 * Writes an expression in RE2's syntax (KQL, XQL). The groups keep their numbers and lose their names.
 * Throws `UnsupportedPcre` for what RE2 does not have: look-around, back-references, atomic groups.
 */
export function toRe2(root: Pcre, options: Re2Options = {}): string {
  const facts = factsOf(root);
  const context: Context = {
    ...options,
    ignoreCase: facts.ignoresCase && !facts.heedsCase,
    dotAll: facts.wideDot && !facts.lineDot,
  };
  const flags = `${context.ignoreCase ? "i" : ""}${context.dotAll ? "s" : ""}`;
  return `${flags === "" ? "" : `(?${flags})`}${write(root, context, true)}`;
}

export interface Re2Options {
  /** Only these groups capture; the others only group. */
  readonly onlyGroups?: readonly number[];
  /** The matched text itself counts, so that `$` cannot be written as a line feed that may be there. */
  readonly wholeMatch?: boolean;
}

/** Which flags hold for the whole expression, so that they can stand in front of it. */
interface Context extends Re2Options {
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
}

interface Facts {
  ignoresCase: boolean;
  heedsCase: boolean;
  wideDot: boolean;
  lineDot: boolean;
}

function factsOf(root: Pcre): Facts {
  const facts: Facts = { ignoresCase: false, heedsCase: false, wideDot: false, lineDot: false };
  const visit = (node: Pcre): void => {
    if (node.kind === "alternatives") node.options.forEach(visit);
    else if (node.kind === "sequence") node.items.forEach(visit);
    else if (node.kind === "group" || node.kind === "repeat") visit(node.body);
    else if (node.kind === "dot") facts[node.lines ? "wideDot" : "lineDot"] = true;
    else if (node.kind === "class" || (node.kind === "character" && hasCase(node.code)))
      facts[node.ignoreCase ? "ignoresCase" : "heedsCase"] = true;
  };
  visit(root);
  return facts;
}

/** `last`: nothing of the expression follows the node. */
function write(node: Pcre, context: Context, last: boolean): string {
  switch (node.kind) {
    case "alternatives":
      return node.options.map((option) => write(option, context, last)).join("|");
    case "sequence":
      return writeSequence(node.items, context, last);
    case "character":
      return withCase(character(node.code), node.ignoreCase && hasCase(node.code), context);
    case "dot":
      return node.lines === context.dotAll ? "." : node.lines ? "(?s:.)" : "[^\\n]";
    case "class":
      return withCase(characterClass(node), node.ignoreCase, context);
    case "set":
      return outsideClass(node.set);
    case "assertion":
      return assertion(node.assertion, last && context.wholeMatch !== true);
    case "group": {
      const body = write(node.body, context, last);
      const captures =
        node.capture !== undefined &&
        (context.onlyGroups === undefined || context.onlyGroups.includes(node.capture.number));
      return captures ? `(${body})` : `(?:${body})`;
    }
    case "repeat":
      return writeRepeat(node, context, last);
    case "backtracking":
      // Nothing follows that could make the engine come back into an atomic group.
      if (node.construct.startsWith("atomic") && node.body !== undefined && last)
        return `(?:${write(node.body, context, last)})`;
      throw new UnsupportedPcre(node.construct);
  }
}

function writeSequence(items: readonly Pcre[], context: Context, last: boolean): string {
  return items
    .map((item, index) => {
      const content = write(item, context, last && index === items.length - 1);
      return item.kind === "alternatives" ? `(?:${content})` : content;
    })
    .join("");
}

function writeRepeat(node: Extract<Pcre, { kind: "repeat" }>, context: Context, last: boolean): string {
  if (node.mode === "possessive" && !last) throw new UnsupportedPcre("possessive quantifier");
  const { minimum, maximum } = node;
  if (Math.max(minimum, maximum ?? 0) > mostRepeats)
    throw new UnsupportedPcre(`more than ${mostRepeats} repetitions`);
  const body = write(node.body, context, false);
  const atom = isAtom(node.body) ? body : `(?:${body})`;
  return `${atom}${quantifier(minimum, maximum)}${node.mode === "lazy" ? "?" : ""}`;
}

function isAtom(node: Pcre): boolean {
  return node.kind !== "alternatives" && node.kind !== "sequence" && node.kind !== "repeat";
}

/** The shortest spelling of a number of repetitions. */
export function quantifier(minimum: number, maximum: number | undefined): string {
  if (maximum === undefined) return minimum === 0 ? "*" : minimum === 1 ? "+" : `{${minimum},}`;
  if (minimum === 0 && maximum === 1) return "?";
  return minimum === maximum ? `{${minimum}}` : `{${minimum},${maximum}}`;
}

function withCase(content: string, ignoreCase: boolean, context: Context): string {
  return ignoreCase && !context.ignoreCase ? `(?i:${content})` : content;
}

function assertion(which: Extract<Pcre, { kind: "assertion" }>["assertion"], last: boolean): string {
  switch (which) {
    case "text-start":
      return "^";
    case "text-end":
      return "\\z";
    case "text-end-or-newline":
      // PCRE's `$` also matches before a final line feed; RE2's only at the very end.
      if (!last) throw new UnsupportedPcre("`$` before the end of the expression");
      return "\\n?$";
    case "line-start":
      return "(?m:^)";
    case "line-end":
      return "(?m:$)";
    case "word-boundary":
      return "\\b";
    case "no-word-boundary":
      return "\\B";
  }
}

function character(code: number): string {
  const text = String.fromCodePoint(code);
  if (/[\\^$.|?*+()[\]{}]/.test(text)) return `\\${text}`;
  return control(code) ?? text;
}

function control(code: number): string | undefined {
  if (code === 9) return "\\t";
  if (code === 10) return "\\n";
  if (code === 13) return "\\r";
  if (code < 32 || code === 127) return `\\x${code.toString(16).padStart(2, "0")}`;
  return undefined;
}

function characterClass(node: PcreClass): string {
  return `[${node.negated ? "^" : ""}${node.members.map(member).join("")}]`;
}

function member(value: PcreMember): string {
  if (value.kind === "set") return insideClass(value.set);
  const from = classCharacter(value.from);
  if (value.from === value.to) return from;
  return `${from}-${classCharacter(value.to)}`;
}

function classCharacter(code: number): string {
  const text = String.fromCodePoint(code);
  return /[\\^\-[\]&~]/.test(text) ? `\\${text}` : (control(code) ?? text);
}

function outsideClass(set: PcreSet): string {
  if (set.kind === "line-ending") return `(?:\\r\\n|[${verticalSpace}])`;
  if (set.kind === "shorthand" && (set.letter === "h" || set.letter === "v"))
    return `[${set.negated ? "^" : ""}${set.letter === "h" ? horizontalSpace : verticalSpace}]`;
  return set.kind === "posix" ? `[${insideClass(set)}]` : insideClass(set);
}

function insideClass(set: PcreSet): string {
  switch (set.kind) {
    case "shorthand":
      if (set.letter === "h" || set.letter === "v") {
        if (set.negated) throw new UnsupportedPcre(`\`\\${set.letter.toUpperCase()}\` in a class`);
        return set.letter === "h" ? horizontalSpace : verticalSpace;
      }
      return `\\${set.negated ? set.letter.toUpperCase() : set.letter}`;
    case "posix":
      return `[:${set.negated ? "^" : ""}${set.name}:]`;
    case "property":
      return `\\${set.negated ? "P" : "p"}{${set.name}}`;
    case "line-ending":
      throw new UnsupportedPcre("`\\R` in a class");
  }
}
