import { commandSyntax, impliedSearch, unknownSyntax, type CommandSyntax } from "./command-syntax.js";
import { endOfOpaque, matchingBracket } from "./delimiters.js";
import type { Gap, Language, LaidClause, LaidCommand, LaidPipeline, Piece } from "./piece.js";

const comparator = /==|!=|<=|>=|=|<|>/y;
const searchWord = /(?:\\["\\|]|!(?!=)|[^\s|"()[\],=<>!`])+/y;
const evalWord = /!|[^\s|"'()[\],=<>!`]+/y;
const argumentWord = /(?:!(?!=)|[^\s|"()[\],=<>!`])+/y;
const commandName = /[A-Za-z_][\w-]*(?![\w-]*:)/y;
const writtenSearch = /search(?=[\s"([|]|$|```)(?!\s*(?:!=|[=<>]))/iy;
const standsAlone = /(?=\s|$|["`])(?!\s*(?:!=|[=<>]))/y;

/** Splits a search, its macros unexpanded, into commands, clauses and pieces. Every text but blanks is in one of them. */
export function scanPieces(text: string): LaidPipeline {
  return new Scanner(text).pipeline(text.length, true);
}

class Scanner {
  private offset = 0;

  constructor(private readonly text: string) {}

  /** Reads up to `end`; only the head of a whole text can leave out the word `search`. */
  pipeline(end: number, whole: boolean): LaidPipeline {
    const commands: LaidCommand[] = [];
    let before = this.comments(end);
    const leadingPipe = this.text[this.offset] === "|" && this.offset < end;
    if (leadingPipe) this.offset++;
    for (let head = whole && !leadingPipe; ; head = false) {
      const comments = [...before, ...this.comments(end)];
      const clauses = this.command(end, head);
      const more = this.offset < end;
      const { kept, lifted } = more ? liftComments(clauses) : { kept: clauses, lifted: [] };
      commands.push({ before: comments, clauses: kept });
      before = lifted;
      if (!more) return { leadingPipe, commands };
      this.offset++;
    }
  }

  private comments(end: number): readonly string[] {
    const found: string[] = [];
    for (;;) {
      this.match(/\s+/y);
      if (this.offset >= end || !this.text.startsWith("```", this.offset)) return found;
      found.push(this.take(endOfOpaque(this.text, this.offset, false)));
    }
  }

  private command(end: number, head: boolean): readonly LaidClause[] {
    const implied = head && !this.sees(writtenSearch);
    const name = implied ? undefined : this.match(commandName);
    const syntax = name === undefined ? (implied ? impliedSearch : unknownSyntax) : commandSyntax(name);
    const keyword = name === undefined ? {} : { keyword: syntax === undefined ? name : name.toLowerCase() };
    if (syntax?.language === "verbatim") {
      const start = this.offset;
      this.skipCommand(end);
      const body = this.text.slice(start, this.offset).trim();
      return [{ language: "plain", ...keyword, pieces: body === "" ? [] : [atom(body, "blank")] }];
    }
    return this.clauses(syntax ?? unknownSyntax, keyword, end);
  }

  private clauses(
    syntax: CommandSyntax,
    keyword: { readonly keyword?: string },
    end: number,
  ): readonly LaidClause[] {
    const clauses: LaidClause[] = [];
    let language: Language = syntax.language === "verbatim" ? "plain" : syntax.language;
    let current = keyword;
    for (;;) {
      const pieces: Piece[] = [];
      const next = this.pieces(pieces, language, end, syntax);
      clauses.push({ language, ...current, pieces });
      if (next === undefined) return clauses;
      current = { keyword: next.toUpperCase() };
      language = syntax.clauses[next] ?? "arguments";
    }
  }

  /** Reads pieces up to a pipe or the end, or to a word that begins a clause, which it gives. */
  private pieces(
    pieces: Piece[],
    language: Language,
    end: number,
    syntax: CommandSyntax = unknownSyntax,
  ): string | undefined {
    const isEval = language === "eval" || language === "assignments";
    for (;;) {
      const gap = this.gap();
      const start = this.offset;
      const character = this.text[start];
      if (start >= end || character === undefined) return undefined;
      if (character === "|") return undefined;
      const opaqueEnd = endOfOpaque(this.text, start, isEval);
      if (opaqueEnd > start) {
        const kind = this.text.startsWith("```", start) ? "comment" : "atom";
        pieces.push({ kind, text: this.take(Math.min(opaqueEnd, end)), gap });
        continue;
      }
      if (character === ",") {
        // A comma can be the value of an option: `makemv delim=, x`.
        const kind = pieces.at(-1)?.kind === "comparator" ? "atom" : "comma";
        pieces.push({ kind, text: this.take(start + 1), gap });
        continue;
      }
      if (character === "(" || character === "[") {
        pieces.push(this.bracket(character, language, isEval, end, gap));
        continue;
      }
      const operator = this.match(comparator);
      if (operator !== undefined) {
        pieces.push({ kind: "comparator", text: operator, gap });
        continue;
      }
      const pattern = isEval ? evalWord : language === "search" ? searchWord : argumentWord;
      const word = this.match(pattern) ?? this.take(start + 1);
      const lower = word.toLowerCase();
      const last = pieces.at(-1);
      if (gap !== "none" && last?.kind !== "comparator" && this.sees(standsAlone)) {
        const begins = language === "search" ? lower === "by" || lower === "groupby" : !isEval;
        if (begins && Object.hasOwn(syntax.clauses, lower)) return lower;
        if (syntax.joining.includes(lower) && language === "arguments") {
          pieces.push(atom(lower.toUpperCase(), gap));
          continue;
        }
      }
      pieces.push(atom(word, gap));
    }
  }

  private bracket(open: "(" | "[", language: Language, isEval: boolean, end: number, gap: Gap): Piece {
    const start = this.offset;
    const close = matchingBracket(this.text, start, end, isEval);
    if (close === undefined) return atom(this.take(start + 1), gap);
    if (language === "plain" || (open === "(" && language === "arguments"))
      return atom(this.take(close + 1), gap);
    this.offset++;
    if (open === "[") {
      const pipeline = this.pipeline(close, false);
      this.offset = close + 1;
      return { kind: "subsearch", pipeline, gap };
    }
    const pieces: Piece[] = [];
    this.pieces(pieces, isEval ? "eval" : language, close);
    this.offset = close + 1;
    return { kind: "group", pieces, gap };
  }

  private gap(): Gap {
    const blanks = this.match(/\s+/y);
    if (blanks === undefined) return "none";
    return blanks.includes("\n") ? "line" : "blank";
  }

  /** Moves to the pipe that ends a command; quoted texts and brackets are passed over. */
  private skipCommand(end: number): void {
    while (this.offset < end && this.text[this.offset] !== "|") {
      const opaqueEnd = endOfOpaque(this.text, this.offset, false);
      const close =
        this.text[this.offset] === "[" ? matchingBracket(this.text, this.offset, end, false) : undefined;
      this.offset = Math.max(this.offset + 1, Math.min(end, opaqueEnd), close ?? 0);
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
