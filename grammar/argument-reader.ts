import { parseDiagnostics } from "../src/diagnostics/codes/parse.js";
import type {
  EvalExpression,
  FieldName,
  FieldPattern,
  Pipeline,
  SearchExpression,
  SpanArgument,
  TextArgument,
} from "./ast.js";
import { wildcardPattern } from "./escapes.js";
import { isJoiningWord } from "./item-cursor.js";
import type { Item, TextItem, WordItem } from "./items.js";
import { OptionReader } from "./option-reader.js";
import { spanArgument } from "./span-argument.js";

/**
 * Reads the arguments of one command. Options are asked for by name, wherever they stand; what is left over at
 * `finish` is reported. A method that has to find something and does not reports that and leaves by `Refused`.
 */
export class ArgumentReader extends OptionReader {
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
      else if (item.kind !== "word" && item.kind !== "expression") return this.notAName(head, item, expected);
      this.consume(item);
      if (depth === 0) return { ...head, text: this.written(head.start, item.end), end: item.end };
    }
    return this.unexpected("`)`");
  }

  /** A call with more in its parentheses than names: the fault may lie before them, as in `sum(evalif(a=1, 2))`. */
  private notAName(head: Item, end: Item, expected: string): never {
    const place = { start: head.start, end: end.end };
    const found = `\`${this.written(place.start, place.end)}\``;
    return this.refuse(parseDiagnostics.unexpected(this.spanOf(place), { found, expected }));
  }

  /** Single quotes are part of a name here, though nobody means them so; SPL2 has them around names. */
  private nameOfField(expected: string): WordItem | TextItem {
    const item = this.peek();
    if (item?.kind === "word" && item.text.startsWith("'"))
      this.refuse(parseDiagnostics["single-quoted-name"](this.spanOf(item), { name: item.text }));
    return this.name(expected);
  }

  fieldName(expected = "a field"): FieldName {
    const item = this.nameOfField(expected);
    return { name: item.text, span: this.spanOf(item) };
  }

  fieldPattern(expected = "a field"): FieldPattern {
    const item = this.nameOfField(expected);
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
    if (item?.kind !== "subsearch") return this.lacksBrackets("a subsearch in brackets");
    this.consume(item);
    return item.pipeline ?? this.refuse();
  }

  template(): TextArgument {
    const item = this.peek();
    if (item?.kind !== "template") return this.lacksBrackets("a template in brackets");
    this.consume(item);
    return { value: item.text, quoted: false, span: this.spanOf(item) };
  }

  /** Without brackets the words of what they hold are read as names, and what stands here came from among them. */
  private lacksBrackets(what: string): never {
    const bracketed = this.items.some(({ kind }) => kind === "subsearch" || kind === "template");
    const named = this.items.some((item) => item.kind !== "option" && this.taken.has(item));
    if (this.peek()?.kind === "option" && named && !bracketed) this.missing(what);
    return this.unexpected(what);
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

  /** The arguments in stretches of names and the options behind them; a command has one at least. */
  stretches(): readonly ArgumentReader[] {
    const stretches: Item[][] = [[]];
    let named = false;
    for (const item of this.items) {
      if (item.kind !== "option" && named && stretches.at(-1)?.at(-1)?.kind === "option") stretches.push([]);
      named ||= item.kind !== "option";
      stretches.at(-1)?.push(item);
    }
    return stretches.map(
      (items) => new ArgumentReader(this.cursor, this.command, items, items.at(-1)?.end ?? this.end),
    );
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
}
