import { parseDiagnostics } from "../src/diagnostics/codes/parse.js";
import type { EvalExpression, FieldName, NumberArgument, SpanArgument, TextArgument } from "./ast.js";
import { ItemCursor } from "./item-cursor.js";
import type { Item, OptionItem } from "./items.js";
import { spanArgument } from "./span-argument.js";
import { didYouMean } from "./suggest.js";

/** Reads the options of a command by name, wherever they stand among its arguments. */
export class OptionReader extends ItemCursor {
  /** Options whose value was reported. */
  private readonly wrong = new Set<OptionItem>();

  boolean(name: string, absent: boolean): boolean {
    const option = this.option(name);
    return option === undefined ? absent : this.booleanOf(option);
  }

  booleanOf(option: OptionItem): boolean {
    const text = plainText(option.value)?.toLowerCase() ?? "";
    if (/^(?:t|true|yes|1)$/.test(text)) return true;
    if (/^(?:f|false|no|0)$/.test(text)) return false;
    this.reportValue(option, "`true` or `false`");
    return false;
  }

  number(name: string): number | undefined {
    return this.numberArgument(name)?.value;
  }

  numberArgument(name: string): NumberArgument | undefined {
    const option = this.option(name);
    if (option === undefined) return undefined;
    const text = plainText(option.value) ?? "";
    if (!/^[+-]?(?:\d+(?:\.\d+)?|\.\d+)$/.test(text)) this.reportValue(option, "a number");
    return { value: Number(text), span: this.spanOf(option.value ?? option) };
  }

  /** A whole number, not negative. */
  count(name: string, absent: number): number {
    const option = this.option(name);
    return option === undefined ? absent : this.countOf(option);
  }

  countOf(option: OptionItem): number {
    const text = plainText(option.value) ?? "";
    if (!/^\d+$/.test(text)) this.reportValue(option, "a whole number");
    return Number(text);
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
    if (found === undefined)
      this.reportValue(option, values.map((value) => `\`${value}\``).join(", "), values);
    return found;
  }

  expression(name: string): EvalExpression | undefined {
    const option = this.option(name);
    if (option === undefined) return undefined;
    if (option.value?.kind !== "expression") return this.wrongValue(option, "an expression in parentheses");
    return option.value.expression ?? this.refuse();
  }

  /** Every option of that name, for one that may be given more than once. */
  every(name: string): readonly OptionItem[] {
    this.asked.add(name.toLowerCase());
    const found = this.items.filter(
      (item): item is OptionItem =>
        item.kind === "option" && item.name.toLowerCase() === name.toLowerCase() && !this.taken.has(item),
    );
    found.forEach((item) => this.taken.add(item));
    return found;
  }

  /** Every option whose name has this shape. */
  optionsLike(shape: RegExp): { readonly option: OptionItem; readonly match: RegExpExecArray }[] {
    return this.items.flatMap((item) => {
      const match = item.kind === "option" && !this.taken.has(item) ? shape.exec(item.name) : null;
      if (item.kind !== "option" || match === null) return [];
      this.taken.add(item);
      return [{ option: item, match }];
    });
  }

  /** The option of that name; it counts as read then. */
  option(name: string): OptionItem | undefined {
    const [found, ...again] = this.every(name);
    for (const item of again) {
      const parameters = { command: this.command, option: name };
      this.cursor.report(
        parseDiagnostics["duplicate-option"](this.cursor.span(item.start, item.nameEnd), parameters),
      );
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
    const span = this.spanOf(option.value ?? option);
    const found = spanArgument(text, span);
    if (found === undefined) this.reportValue(option, "a span such as `5m` or `1d`");
    return found ?? { amount: 0, span };
  }

  textOf(option: OptionItem): TextArgument {
    const { value } = option;
    if (value?.kind === "word" || value?.kind === "text") return this.textArgument(value);
    this.reportValue(option, "a value");
    return { value: "", quoted: false, span: this.spanOf(option) };
  }

  /** Reports a value, and leaves the command. */
  wrongValue(option: OptionItem, expected: string, suggestions: readonly string[] = []): never {
    this.reportValue(option, expected, suggestions);
    return this.refuse();
  }

  /** Reports a value; what is wrong further on is found too, and the tree is not used then. */
  private reportValue(option: OptionItem, expected: string, suggestions: readonly string[] = []): void {
    if (this.wrong.has(option)) return;
    this.wrong.add(option);
    const { value } = option;
    const found = value === undefined ? "nothing" : this.describe(value);
    const written = plainText(value);
    const help = written === undefined ? undefined : didYouMean(written, suggestions);
    const span = value === undefined ? this.cursor.span(option.nameEnd, option.end) : this.spanOf(value);
    this.report(parseDiagnostics["option-value"](span, { option: option.name, found, expected }, { help }));
  }

  /**
   * Reports every option that was not asked for, and anything else that is left. Options behind what does not belong
   * here, as in `stats count where a=1`, come from it.
   */
  finish(expected = "the end of the command"): void {
    const stray = this.items.find((item) => item.kind !== "option" && !this.taken.has(item));
    this.reportUnknownOptions(stray?.start);
    if (stray !== undefined) this.unexpected(expected);
  }

  /** Reports every option before a place that was not asked for. */
  reportUnknownOptions(before = Infinity): void {
    for (const item of this.items) {
      if (item.kind !== "option" || this.taken.has(item) || item.start > before) continue;
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
}

function plainText(item: Item | undefined): string | undefined {
  return item?.kind === "word" || item?.kind === "text" ? item.text : undefined;
}
