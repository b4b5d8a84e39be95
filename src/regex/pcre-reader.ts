import { PcreSyntaxError } from "./pcre.js";

const controlEscapes: ReadonlyMap<string, number> = new Map([
  ["a", 0x07],
  ["e", 0x1b],
  ["f", 0x0c],
  ["n", 0x0a],
  ["r", 0x0d],
  ["t", 0x09],
]);

/** A pattern's text and a place in it. */
export class PcreReader {
  at = 0;

  constructor(readonly text: string) {}

  get ended(): boolean {
    return this.at >= this.text.length;
  }

  /** The character there, or an empty text behind the end. */
  peek(ahead = 0): string {
    return this.text.charAt(this.at + ahead);
  }

  next(): string {
    const character = this.peek();
    this.at++;
    return character;
  }

  take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at++;
    return true;
  }

  takeText(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  skip(count: number): void {
    this.at += count;
  }

  rest(length: number): string {
    return this.text.slice(this.at, this.at + length);
  }

  /** Takes what an expression that begins with `^` matches here. */
  takeMatch(expression: RegExp): RegExpExecArray | null {
    const match = expression.exec(this.text.slice(this.at));
    if (match !== null) this.at += match[0].length;
    return match;
  }

  fail(reason: string, offset = this.at): never {
    throw new PcreSyntaxError(reason, Math.min(offset, this.text.length));
  }

  nextCodePoint(): number {
    const code = this.text.codePointAt(this.at);
    if (code === undefined) this.fail("the pattern ends too early");
    this.at += code > 0xffff ? 2 : 1;
    return code;
  }

  /** The code point of an escape, behind its backslash. Letters without a meaning are an error in PCRE2. */
  escapedCodePoint(inClass: boolean): number {
    const octal = inClass ? this.takeMatch(/^[0-7]{1,3}/) : this.takeMatch(/^0[0-7]{0,2}|^[1-3][0-7]{2}/);
    if (octal !== null) return Number.parseInt(octal[0], 8);
    const hexadecimal = this.takeMatch(/^x(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{0,2}))/);
    if (hexadecimal !== null) return Number.parseInt(hexadecimal[1] ?? `0${hexadecimal[2] ?? ""}`, 16);
    const braced = this.takeMatch(/^o\{([0-7]{1,7})\}/);
    if (braced !== null) return Number.parseInt(braced[1] ?? "0", 8);
    const control = this.takeMatch(/^c([\x20-\x7e])/);
    if (control !== null) return (control[1] ?? "").toUpperCase().charCodeAt(0) ^ 0x40;
    const letter = this.peek();
    const known = controlEscapes.get(letter);
    if (known !== undefined) {
      this.at++;
      return known;
    }
    if (/[A-Za-z0-9]/.test(letter))
      this.fail(`the escape \`\\${letter}\` has no equivalent here`, this.at - 1);
    return this.nextCodePoint();
  }
}
