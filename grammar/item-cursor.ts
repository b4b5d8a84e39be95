import { parseDiagnostics } from "../src/diagnostics/codes/parse.js";
import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import type { Span } from "../src/source/source-text.js";
import type { TextArgument } from "./ast.js";
import type { Cursor } from "./cursor.js";
import type { Item, TextItem, WordItem } from "./items.js";
import { Refused } from "./refused.js";
import { didYouMean } from "./suggest.js";
import { endOf } from "./syntax-errors.js";

/** Words that join two names in a list of arguments; a field of that name is written in quotes. */
const joiningWords: ReadonlySet<string> = new Set(["as", "by", "over", "where", "output", "outputnew"]);

export function isJoiningWord(text: string): boolean {
  return joiningWords.has(text.toLowerCase());
}

/** A place among the items of a command, and the ways to say what is wrong there. */
export class ItemCursor {
  protected at = 0;
  /** Items that were read, in their order or by name. */
  protected readonly taken = new Set<Item>();
  /** The options that the command asked for. */
  protected readonly asked = new Set<string>();
  private consumedEnd: number;

  constructor(
    protected readonly cursor: Cursor,
    readonly command: string,
    protected readonly items: readonly Item[],
    protected readonly end: number,
  ) {
    this.consumedEnd = end;
  }

  peek(): Item | undefined {
    for (;;) {
      const item = this.items[this.at];
      if (item === undefined || !this.taken.has(item)) return item;
      this.at++;
    }
  }

  /** The item after the next one. */
  protected peekSecond(): Item | undefined {
    this.peek();
    for (let at = this.at + 1; at < this.items.length; at++) {
      const item = this.items[at];
      if (item !== undefined && !this.taken.has(item)) return item;
    }
    return undefined;
  }

  get atEnd(): boolean {
    return this.peek() === undefined;
  }

  /** True before a word in any case that is not in quotes. */
  sees(...words: readonly string[]): boolean {
    const item = this.peek();
    return item?.kind === "word" && words.includes(item.text.toLowerCase());
  }

  /** True before a word in any case that nothing follows. */
  seesLast(...words: readonly string[]): boolean {
    return this.sees(...words) && this.peekSecond() === undefined;
  }

  /** Takes a word in any case. */
  take(...words: readonly string[]): WordItem | undefined {
    const item = this.peek();
    if (item?.kind !== "word" || !words.includes(item.text.toLowerCase())) return undefined;
    this.consume(item);
    return item;
  }

  takePunctuation(text: string): boolean {
    const item = this.peek();
    if (item?.kind !== "punctuation" || item.text !== text) return false;
    this.consume(item);
    return true;
  }

  expectPunctuation(text: string): void {
    if (!this.takePunctuation(text)) this.unexpected(`\`${text}\``);
  }

  expect(word: string): void {
    if (this.take(word) === undefined) this.unexpected(`\`${word.toUpperCase()}\``);
  }

  seesPunctuation(text: string): boolean {
    const item = this.peek();
    return item?.kind === "punctuation" && item.text === text;
  }

  /** True before a word with an opening parenthesis right behind it. */
  seesCall(): boolean {
    const item = this.peek();
    const next = this.peekSecond();
    return (
      item?.kind === "word" && next?.kind === "punctuation" && next.text === "(" && next.start === item.end
    );
  }

  /** True before a name: a word that joins nothing, or a text in quotes. */
  seesName(): boolean {
    const item = this.peek();
    return item?.kind === "text" || (item?.kind === "word" && !isJoiningWord(item.text));
  }

  /** Reports what stands here instead of what is expected. */
  unexpected(expected: string, suggestions: readonly string[] = []): never {
    const item = this.peek();
    if (item === undefined) {
      const end = this.lastEnd();
      const found = endOf(this.cursor.source, end);
      return this.refuse(parseDiagnostics.unexpected(this.cursor.span(end, end), { found, expected }));
    }
    if (item.kind === "option" && !this.asked.has(item.name.toLowerCase())) {
      const parameters = { command: this.command, option: item.name };
      const help = didYouMean(item.name, [...this.asked, ...suggestions]);
      return this.refuse(
        parseDiagnostics["unknown-option"](this.cursor.span(item.start, item.nameEnd), parameters, { help }),
      );
    }
    const help = item.kind === "word" ? this.helpFor(item.text, expected, suggestions) : undefined;
    return this.refuse(
      parseDiagnostics.unexpected(this.spanOf(item), { found: this.describe(item), expected }, { help }),
    );
  }

  /** The words that are expected are in backticks; one that is close to what was written is likely meant. */
  private helpFor(written: string, expected: string, suggestions: readonly string[]): string | undefined {
    const words = [...expected.matchAll(/`([A-Z]+)`/g)].map(([, word = ""]) => word);
    return didYouMean(written.toUpperCase(), words) ?? didYouMean(written, suggestions);
  }

  missing(what: string): never {
    const end = this.lastEnd();
    return this.refuse(
      parseDiagnostics["missing-argument"](this.cursor.span(end, end), { command: this.command, what }),
    );
  }

  conflict(span: Span, reason: string): void {
    this.cursor.report(parseDiagnostics["conflicting-arguments"](span, { command: this.command, reason }));
  }

  refuse(diagnostic?: Diagnostic): never {
    if (diagnostic !== undefined) this.cursor.report(diagnostic);
    throw new Refused();
  }

  report(diagnostic: Diagnostic): void {
    this.cursor.report(diagnostic);
  }

  spanOf(item: { readonly start: number; readonly end: number }): Span {
    return this.cursor.span(item.start, item.end);
  }

  /** The text of the search between two offsets. */
  written(start: number, end: number): string {
    return this.cursor.text.slice(start, end);
  }

  /** Where the item before this place ends. */
  get position(): number {
    return this.consumedEnd;
  }

  protected consume(item: Item): void {
    this.at++;
    this.taken.add(item);
    this.consumedEnd = item.end;
  }

  protected lastEnd(): number {
    return this.items.at(-1)?.end ?? this.end;
  }

  protected describe(item: Item): string {
    const image = this.written(item.start, item.end);
    return `\`${image.length > 40 ? `${image.slice(0, 40)}…` : image}\``;
  }

  protected textArgument(item: WordItem | TextItem): TextArgument {
    return { value: item.text, quoted: item.kind === "text", span: this.spanOf(item) };
  }
}
