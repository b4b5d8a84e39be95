import { commandSyntax, impliedSearch, unknownSyntax, type CommandSyntax } from "./command-syntax.js";
import { endOfOpaque, matchingBracket } from "./delimiters.js";
import type { Gap, Language, LaidClause, LaidCommand, LaidPipeline, Piece } from "./piece.js";

const comparator = /==|!=|<=|>=|=|<|>/y;
const searchWord = /(?:\\["\\|]|!(?!=)|[^\s|"()[\],=<>!`])+/y;
const evalWord = /!|[^\s|"'()[\],=<>!`]+/y;
const argumentWord = /(?:!(?!=)|[^\s|"()[\],=<>!`])+/y;
/** What is between its parentheses is one term. */
const directive = /(?:TERM|CASE)\(/y;
const commandName = /[A-Za-z_][\w-]*(?![\w-]*:)/y;
const writtenSearch = /search(?=[\s"([|]|$|```)(?!\s*(?:!=|[=<>]))/iy;
const standsAlone = /(?=\s|$|["`])(?!\s*(?:!=|[=<>]))/y;

/** Splits a search, its macros unexpanded, into commands, clauses and pieces. Every text but blanks is in one of them. */
export function scanPieces(text: string): LaidPipeline {
  return new Scanner(text).pipeline(true);
}

class Scanner {
  private offset = 0;
  private subsearches = 0;
  /** Brackets that nothing closes: the text is wrong, or a macro holds the other half. */
  private readonly lone = new Set<number>();

  constructor(private readonly text: string) {}

  /** Reads up to the end or the bracket of a subsearch; only the head of a whole text can leave out `search`. */
  pipeline(whole: boolean): LaidPipeline {
    const commands: LaidCommand[] = [];
    let before = this.comments();
    const leadingPipe = this.current === "|";
    if (leadingPipe) this.offset++;
    for (let head = whole && !leadingPipe; ; head = false) {
      const comments = [...before, ...this.comments()];
      const clauses = this.command(head);
      const more = this.current === "|";
      const { kept, lifted } = more ? liftComments(clauses) : { kept: clauses, lifted: [] };
      commands.push({ before: comments, clauses: kept });
      before = lifted;
      if (!more) return { leadingPipe, commands };
      this.offset++;
    }
  }

  private get current(): string {
    return this.text.charAt(this.offset);
  }

  private comments(): readonly string[] {
    const found: string[] = [];
    for (;;) {
      this.match(/\s+/y);
      if (!this.text.startsWith("```", this.offset)) return found;
      found.push(this.take(endOfOpaque(this.text, this.offset, false)));
    }
  }

  private command(head: boolean): readonly LaidClause[] {
    const implied = head && !this.sees(writtenSearch);
    const name = implied ? undefined : this.match(commandName);
    const syntax = name === undefined ? (implied ? impliedSearch : unknownSyntax) : commandSyntax(name);
    const keyword = name === undefined ? {} : { keyword: syntax === undefined ? name : name.toLowerCase() };
    if (syntax?.language === "verbatim") {
      const start = this.offset;
      this.skipCommand();
      const body = this.text.slice(start, this.offset).trim();
      return [{ language: "plain", ...keyword, pieces: body === "" ? [] : [atom(body, "blank")] }];
    }
    return this.clauses(syntax ?? unknownSyntax, keyword);
  }

  private clauses(syntax: CommandSyntax, keyword: { readonly keyword?: string }): readonly LaidClause[] {
    const clauses: LaidClause[] = [];
    let language: Language = syntax.language === "verbatim" ? "plain" : syntax.language;
    let current = keyword;
    for (;;) {
      const pieces: Piece[] = [];
      const next = this.pieces(pieces, language, syntax);
      clauses.push({ language, ...current, pieces });
      if (next === undefined) return clauses;
      current = { keyword: next.toUpperCase() };
      language = syntax.clauses[next] ?? "arguments";
    }
  }

  /** Reads pieces up to the end of their command or group, or to a word that begins a clause, which it gives. */
  private pieces(
    pieces: Piece[],
    language: Language,
    syntax: CommandSyntax,
    inGroup = false,
  ): string | undefined {
    for (;;) {
      const gap = this.gap();
      if (this.isEnd(inGroup)) return undefined;
      const start = this.offset;
      const last = pieces.at(-1);
      const opaque = this.opaque(language, gap) ?? this.bracket(language, gap);
      if (opaque !== undefined) {
        pieces.push(opaque);
        continue;
      }
      if (this.current === ",") {
        // A comma can be the value of an option: `makemv delim=, x`.
        const kind = last?.kind === "comparator" ? "atom" : "comma";
        pieces.push({ kind, text: this.take(start + 1), gap });
        continue;
      }
      const operator = this.match(comparator);
      if (operator !== undefined) {
        pieces.push({ kind: "comparator", text: operator, gap });
        continue;
      }
      const word = this.match(wordOf(language)) ?? this.take(start + 1);
      const lower = word.toLowerCase();
      const apart = gap !== "none" || (last?.kind === "atom" && /[)"]$/.test(last.text));
      if (!inGroup && apart && last?.kind !== "comparator" && this.sees(standsAlone)) {
        const begins = language === "search" ? lower === "by" || lower === "groupby" : !isEval(language);
        if (begins && Object.hasOwn(syntax.clauses, lower)) return lower;
        if (syntax.joining.includes(lower) && language === "arguments") {
          pieces.push(atom(lower.toUpperCase(), gap === "none" ? "blank" : gap));
          continue;
        }
      }
      pieces.push(atom(word, gap));
    }
  }

  private isEnd(inGroup: boolean): boolean {
    const { current } = this;
    return (
      current === "" ||
      current === "|" ||
      (current === ")" && inGroup) ||
      (current === "]" && this.subsearches > 0)
    );
  }

  /** A quoted text, a macro call, a comment, or a term in parentheses. */
  private opaque(language: Language, gap: Gap): Piece | undefined {
    const start = this.offset;
    const end = endOfOpaque(this.text, start, isEval(language));
    if (end > start) {
      const kind = this.text.startsWith("```", start) ? "comment" : "atom";
      return { kind, text: this.take(end), gap };
    }
    if (language !== "search" || !this.sees(directive)) return undefined;
    const close = matchingBracket(this.text, this.text.indexOf("(", start), false);
    return close === undefined ? undefined : atom(this.take(close + 1), gap);
  }

  private bracket(language: Language, gap: Gap): Piece | undefined {
    const start = this.offset;
    const open = this.current;
    if ((open !== "(" && open !== "[") || this.lone.has(start)) return undefined;
    if (language === "plain" || (open === "(" && language === "arguments")) {
      const close = matchingBracket(this.text, start, true) ?? matchingBracket(this.text, start, false);
      return close === undefined ? undefined : atom(this.take(close + 1), gap);
    }
    this.offset++;
    const piece = open === "[" ? this.subsearch(gap) : this.group(language, gap);
    if (piece !== undefined) return piece;
    this.lone.add(start);
    this.offset = start;
    return undefined;
  }

  private subsearch(gap: Gap): Piece | undefined {
    this.subsearches++;
    const pipeline = this.pipeline(false);
    this.subsearches--;
    if (this.current !== "]") return undefined;
    this.offset++;
    return { kind: "subsearch", pipeline, gap };
  }

  private group(language: Language, gap: Gap): Piece | undefined {
    const pieces: Piece[] = [];
    this.pieces(pieces, language === "assignments" ? "eval" : language, unknownSyntax, true);
    if (this.current !== ")") return undefined;
    this.offset++;
    return { kind: "group", pieces, gap };
  }

  private gap(): Gap {
    const blanks = this.match(/\s+/y);
    if (blanks === undefined) return "none";
    return blanks.includes("\n") ? "line" : "blank";
  }

  /** Moves to what ends a command whose text is not read; quoted texts and brackets are passed over. */
  private skipCommand(): void {
    for (let depth = 0; this.current !== "";) {
      const { current } = this;
      if (depth === 0 && (current === "|" || (current === "]" && this.subsearches > 0))) return;
      if (current === "[") depth++;
      if (current === "]") depth--;
      this.offset = Math.max(this.offset + 1, endOfOpaque(this.text, this.offset, false));
    }
  }

  private match(expression: RegExp): string | undefined {
    expression.lastIndex = this.offset;
    const match = expression.exec(this.text)?.[0];
    if (match !== undefined) this.offset += match.length;
    return match;
  }

  private sees(expression: RegExp): boolean {
    expression.lastIndex = this.offset;
    return expression.test(this.text);
  }

  private take(end: number): string {
    const text = this.text.slice(this.offset, end);
    this.offset = end;
    return text;
  }
}

function isEval(language: Language): boolean {
  return language === "eval" || language === "assignments";
}

function wordOf(language: Language): RegExp {
  if (language === "search") return searchWord;
  return isEval(language) ? evalWord : argumentWord;
}

function atom(text: string, gap: Gap): Piece {
  return { kind: "atom", text, gap };
}

/** Comments on lines of their own at the end of a command stand before the next one. */
function liftComments(clauses: readonly LaidClause[]): {
  readonly kept: readonly LaidClause[];
  readonly lifted: readonly string[];
} {
  const last = clauses.at(-1);
  if (last === undefined) return { kept: clauses, lifted: [] };
  const pieces = [...last.pieces];
  const lifted: string[] = [];
  for (let piece = pieces.at(-1); piece?.kind === "comment" && piece.gap === "line"; piece = pieces.at(-1)) {
    lifted.unshift(piece.text);
    pieces.pop();
  }
  return { kept: [...clauses.slice(0, -1), { ...last, pieces }], lifted };
}
