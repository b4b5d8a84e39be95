import { parseDiagnostics } from "../src/diagnostics/codes/parse.js";
import type { Span } from "../src/source/source-text.js";
import type {
  EvalExpression,
  FieldName,
  FieldPattern,
  NumberArgument,
  Pipeline,
  SearchExpression,
  SpanArgument,
  TextArgument,
} from "./ast.js";
import type { Cursor } from "./cursor.js";
import { wildcardPattern } from "./escapes.js";
import type { Item, OptionItem, TextItem, WordItem } from "./items.js";
import { Refused } from "./refused.js";
import { spanArgument } from "./span-argument.js";
import { didYouMean } from "./suggest.js";
import { endOf } from "./syntax-errors.js";

/** Words that join two names in a list of arguments; a field of that name is written in quotes. */
const joiningWords: ReadonlySet<string> = new Set(["as", "by", "over", "where", "output", "outputnew"]);

export function isJoiningWord(text: string): boolean {
  return joiningWords.has(text.toLowerCase());
}

/**
 * Reads the arguments of one command. Options are asked for by name, wherever they stand; what is left over at
 * `finish` is reported. A method that has to find something and does not reports that and leaves by `Refused`.
 */
export class ArgumentReader {
  private at = 0;
  private readonly taken = new Set<Item>();
  private readonly asked = new Set<string>();
  private consumedEnd: number;

  constructor(
    private readonly cursor: Cursor,
    readonly command: string,
    private readonly items: readonly Item[],
    private readonly end: number,
  ) {
    this.consumedEnd = end;
  }

  // ── Options ───────────────────────────────────────────────────────────────────────────────────────────────────

  boolean(name: string, absent: boolean): boolean {
    const option = this.option(name);
    if (option === undefined) return absent;
    const text = plainText(option.value)?.toLowerCase() ?? "";
    if (/^(?:t|true|yes|1)$/.test(text)) return true;
    if (/^(?:f|false|no|0)$/.test(text)) return false;
    return this.wrongValue(option, "`true` or `false`");
  }

  number(name: string): number | undefined {
    return this.numberArgument(name)?.value;
  }

  numberArgument(name: string): NumberArgument | undefined {
    const option = this.option(name);
    if (option === undefined) return undefined;
    const text = plainText(option.value) ?? "";
    if (!/^[+-]?(?:\d+(?:\.\d+)?|\.\d+)$/.test(text)) return this.wrongValue(option, "a number");
    return { value: Number(text), span: this.spanOf(option.value ?? option) };
  }

  /** A whole number, not negative. */
  count(name: string, absent: number): number {
    const option = this.option(name);
    return option === undefined ? absent : this.countOf(option);
  }

  countOf(option: OptionItem): number {
    const text = plainText(option.value) ?? "";
    return /^\d+$/.test(text) ? Number(text) : this.wrongValue(option, "a whole number");
  }

  text(name: string): TextArgument | undefined {
    const option = this.option(name);
    return option === undefined ? undefined : this.textOf(option);
  }

  /** The plain text of an option. */
  word(name: string): string | undefined {
    return this.text(name)?.value;
  }

  field(name: string): FieldName | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : { name: text.value, span: text.span };
  }

  span(name: string): SpanArgument | undefined {
    const option = this.option(name);
    return option === undefined ? undefined : this.spanOption(option);
  }

  choice<Value extends string>(name: string, values: readonly Value[]): Value | undefined {
    const option = this.option(name);
    if (option === undefined) return undefined;
    const text = plainText(option.value)?.toLowerCase();
    const found = values.find((value) => value === text);
    return found ?? this.wrongValue(option, values.map((value) => `\`${value}\``).join(", "), values);
  }

  expression(name: string): EvalExpression | undefined {
    const option = this.option(name);
    if (option === undefined) return undefined;
    if (option.value?.kind !== "expression") return this.wrongValue(option, "an expression in parentheses");
    return option.value.expression ?? this.refuse();
  }

  /** Takes the options of these names that are given, in the order written. */
  others(names: readonly string[]): { readonly name: string; readonly value: string }[] {
    return names.flatMap((name) => {
      const text = this.text(name);
      return text === undefined ? [] : [{ name, value: text.value }];
    });
  }

  /** The option of that name; it counts as read then. */
  option(name: string): OptionItem | undefined {
    this.asked.add(name);
    let found: OptionItem | undefined;
    for (const item of this.items) {
      if (item.kind !== "option" || item.name.toLowerCase() !== name) continue;
      if (this.taken.has(item)) continue;
      this.taken.add(item);
      if (found === undefined) found = item;
      else {
        const parameters = { command: this.command, option: name };
        this.cursor.report(
          parseDiagnostics["duplicate-option"](this.cursor.span(item.start, item.nameEnd), parameters),
        );
      }
    }
    return found;
  }

  /** An option at this place, whatever its name; for commands whose arguments are pairs. */
  anyOptionHere(): OptionItem | undefined {
    const item = this.peek();
    if (item?.kind !== "option") return undefined;
    this.consume(item);
    return item;
  }

  /** The option of that name at this place, and not elsewhere. */
  optionHere(name: string): OptionItem | undefined {
    this.asked.add(name);
    const item = this.peek();
    if (item?.kind !== "option" || item.name.toLowerCase() !== name) return undefined;
    this.consume(item);
    return item;
  }

  spanOption(option: OptionItem): SpanArgument {
    const text = plainText(option.value) ?? "";
    const found = spanArgument(text, this.spanOf(option.value ?? option));
    return found ?? this.wrongValue(option, "a span such as `5m` or `1d`");
  }

  textOf(option: OptionItem): TextArgument {
    const { value } = option;
    if (value?.kind === "word" || value?.kind === "text") return this.textArgument(value);
    return this.wrongValue(option, "a value");
  }

  wrongValue(option: OptionItem, expected: string, suggestions: readonly string[] = []): never {
    const { value } = option;
    const found = value === undefined ? "nothing" : this.describe(value);
    const written = plainText(value);
    const help = written === undefined ? undefined : didYouMean(written, suggestions);
    const span = value === undefined ? this.cursor.span(option.nameEnd, option.end) : this.spanOf(value);
    return this.refuse(
      parseDiagnostics["option-value"](span, { option: option.name, found, expected }, { help }),
    );
  }

  // ── Arguments in their order ──────────────────────────────────────────────────────────────────────────────────

  peek(): Item | undefined {
    for (;;) {
      const item = this.items[this.at];
      if (item === undefined || !this.taken.has(item)) return item;
      this.at++;
    }
  }

  /** The item after the next one. */
  private peekSecond(): Item | undefined {
    this.peek();
    return this.items.slice(this.at + 1).find((item) => !this.taken.has(item));
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

  /** Takes a word or a text in quotes. */
  plainName(expected: string): WordItem | TextItem {
    const item = this.peek();
    if (item?.kind !== "text" && (item?.kind !== "word" || isJoiningWord(item.text)))
      return this.unexpected(expected);
    this.consume(item);
    return item;
  }

  /** Takes a name, which may be one that an aggregate gave its result: `values(user)`. */
  name(expected: string): WordItem | TextItem {
    const called = this.seesCall();
    const head = this.plainName(expected);
    if (!called) return head;
    let depth = 0;
    for (let item = this.peek(); item !== undefined; item = this.peek()) {
      if (item.kind === "punctuation" && item.text === "(") depth++;
      else if (item.kind === "punctuation" && item.text === ")") depth--;
      else if (item.kind !== "word" && item.kind !== "expression") this.unexpected("`)`");
      this.consume(item);
      if (depth === 0) return { ...head, text: this.written(head.start, item.end), end: item.end };
    }
    return this.unexpected("`)`");
  }

  fieldName(expected = "a field"): FieldName {
    const item = this.name(expected);
    return { name: item.text, span: this.spanOf(item) };
  }

  fieldPattern(expected = "a field"): FieldPattern {
    const item = this.name(expected);
    return { pattern: wildcardPattern(item.text), name: item.text, span: this.spanOf(item) };
  }

  textValue(expected: string): TextArgument {
    return this.textArgument(this.name(expected));
  }

  /** A whole number, when one is next. */
  wholeNumber(): number | undefined {
    const item = this.peek();
    if (item?.kind !== "word" || !/^\d+$/.test(item.text)) return undefined;
    this.consume(item);
    return Number(item.text);
  }

  /** A span of time that stands alone. */
  spanHere(): SpanArgument {
    const item = this.peek();
    const found = item?.kind === "word" ? spanArgument(item.text, this.spanOf(item)) : undefined;
    if (item === undefined || found === undefined) return this.unexpected("a span such as `5m` or `1d`");
    this.consume(item);
    return found;
  }

  /** All that is left, as it is written; absent when nothing is. */
  rest(): TextArgument | undefined {
    const first = this.peek();
    if (first === undefined) return undefined;
    for (let item = this.peek(); item !== undefined; item = this.peek()) this.consume(item);
    const place = { start: first.start, end: this.position };
    return { value: this.written(place.start, place.end), quoted: false, span: this.spanOf(place) };
  }

  subsearch(): Pipeline {
    const item = this.peek();
    if (item?.kind !== "subsearch") return this.unexpected("a subsearch in brackets");
    this.consume(item);
    return item.pipeline ?? this.refuse();
  }

  template(): TextArgument {
    const item = this.peek();
    if (item?.kind !== "template") return this.unexpected("a template in brackets");
    this.consume(item);
    return { value: item.text, quoted: false, span: this.spanOf(item) };
  }

  expressionHere(): EvalExpression | undefined {
    const item = this.peek();
    if (item?.kind !== "expression") return undefined;
    this.consume(item);
    return item.expression ?? this.refuse();
  }

  /** What stands behind `where`; absent when nothing does. */
  searchClause(): SearchExpression | undefined {
    const item = this.peek();
    if (item?.kind !== "search") return undefined;
    this.consume(item);
    if (!item.sound) this.refuse();
    return item.expression;
  }

  /** Names one after another, with or without commas between them; at least one when `expected` is given. */
  list<Element>(read: () => Element, more: () => boolean, expected?: string): Element[] {
    const found: Element[] = [];
    if (!more()) return expected === undefined ? found : this.unexpected(expected);
    do {
      found.push(read());
      this.takeCommas(more);
    } while (more());
    return found;
  }

  /** A comma that separates nothing does no harm, and published detections have them. */
  private takeCommas(more: () => boolean): void {
    for (let commas = 0; this.seesPunctuation(","); commas++) {
      const item = this.peek();
      this.takePunctuation(",");
      if (item !== undefined && (commas > 0 || !more()) && !this.seesPunctuation(","))
        this.cursor.report(parseDiagnostics["stray-comma"](this.spanOf(item), {}));
    }
  }

  fieldNames(expected?: string): FieldName[] {
    return this.list(
      () => this.fieldName(),
      () => this.seesName(),
      expected,
    );
  }

  fieldPatterns(expected?: string): FieldPattern[] {
    return this.list(
      () => this.fieldPattern(),
      () => this.seesName(),
      expected,
    );
  }

  // ── Ends ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Reports every option that was not asked for, and anything else that is left. */
  finish(expected = "the end of the command"): void {
    this.reportUnknownOptions();
    if (!this.atEnd) this.unexpected(expected);
  }

  /** Reports every option that was not asked for. */
  reportUnknownOptions(): void {
    for (const item of this.items) {
      if (item.kind !== "option" || this.taken.has(item)) continue;
      this.taken.add(item);
      this.cursor.report(
        parseDiagnostics["unknown-option"](
          this.cursor.span(item.start, item.nameEnd),
          { command: this.command, option: item.name },
          { help: didYouMean(item.name, this.asked) },
        ),
      );
    }
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
    const help = item.kind === "word" ? didYouMean(item.text, suggestions) : undefined;
    return this.refuse(
      parseDiagnostics.unexpected(this.spanOf(item), { found: this.describe(item), expected }, { help }),
    );
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

  refuse(diagnostic?: ReturnType<(typeof parseDiagnostics)["unexpected"]>): never {
    if (diagnostic !== undefined) this.cursor.report(diagnostic);
    throw new Refused();
  }

  report(diagnostic: ReturnType<(typeof parseDiagnostics)["unexpected"]>): void {
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

  private consume(item: Item): void {
    this.at++;
    this.taken.add(item);
    this.consumedEnd = item.end;
  }

  private textArgument(item: WordItem | TextItem): TextArgument {
    return { value: item.text, quoted: item.kind === "text", span: this.spanOf(item) };
  }

  private lastEnd(): number {
    return this.items.at(-1)?.end ?? this.end;
  }

  private describe(item: Item): string {
    const image = this.written(item.start, item.end);
    return `\`${image.length > 40 ? `${image.slice(0, 40)}…` : image}\``;
  }
}

function plainText(item: Item | undefined): string | undefined {
  return item?.kind === "word" || item?.kind === "text" ? item.text : undefined;
}
