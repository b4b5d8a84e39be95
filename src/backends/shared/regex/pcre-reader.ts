/** Reads an expression from left to right. */
export class PcreReader {
  private position = 0;

  constructor(private readonly source: string) {}

  get atEnd(): boolean {
    return this.position >= this.source.length;
  }

  at(text: string): boolean {
    return this.source.startsWith(text, this.position);
  }

  take(text: string): boolean {
    if (!this.at(text)) return false;
    this.position += text.length;
    return true;
  }

  /** The text that a sticky pattern matches here; nothing is taken where it matches nothing. */
  takePattern(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.source)?.[0];
    if (found === undefined || found === "") return undefined;
    this.position += found.length;
    return found;
  }

  /** The next character, a whole code point. */
  next(): string {
    const code = this.source.codePointAt(this.position);
    if (code === undefined) return "";
    const character = String.fromCodePoint(code);
    this.position += character.length;
    return character;
  }

  /** `\Q…\E`: the text between. */
  takeQuoted(): string | undefined {
    if (!this.take("\\Q")) return undefined;
    const end = this.source.indexOf("\\E", this.position);
    const quoted = this.source.slice(this.position, end === -1 ? undefined : end);
    this.position = end === -1 ? this.source.length : end + 2;
    return quoted;
  }

  /** `(?#…)`. */
  takeComment(): boolean {
    return this.takePattern(/\(\?#[^)]*\)/y) !== undefined;
  }

  /** `(?i)`, `(?s-m)`: the letters. */
  takeFlags(): string | undefined {
    return this.takePattern(/\(\?\^?[imsxUJn]*(-[imsxUJn]+)?\)/y)?.slice(2, -1);
  }
}
