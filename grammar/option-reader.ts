import { parseDiagnostics } from "../src/diagnostics/codes/parse.js";
import type { EvalExpression, FieldName, NumberArgument, SpanArgument, TextArgument } from "./ast.js";
import { ItemCursor } from "./item-cursor.js";
import type { Item, OptionItem } from "./items.js";
import { spanArgument } from "./span-argument.js";
import { didYouMean } from "./suggest.js";

/** Reads the options of a command by name, wherever they stand among its arguments. */
export class OptionReader extends ItemCursor {
  boolean(name: string, absent: boolean): boolean {
    const option = this.option(name);
    return option === undefined ? absent : this.booleanOf(option);
  }

  booleanOf(option: OptionItem): boolean {
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
}

function plainText(item: Item | undefined): string | undefined {
  return item?.kind === "word" || item?.kind === "text" ? item.text : undefined;
}
