import { parseDiagnostics } from "../src/diagnostics/codes/parse.js";
import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import type { SourceText, Span } from "../src/source/source-text.js";

/** A place in the text of a search, and what was found wrong on the way there. */
export class Cursor {
  readonly text: string;
  readonly diagnostics: Diagnostic[] = [];
  offset = 0;

  constructor(readonly source: SourceText) {
    this.text = source.text;
  }

  get atEnd(): boolean {
    return this.offset >= this.text.length;
  }

  /** The character at the offset; the empty text at the end. */
  get current(): string {
    return this.text.charAt(this.offset);
  }

  span(start: number, end: number): Span {
    return { source: this.source, start, end };
  }

  /** How many errors were reported. */
  errors = 0;

  report(diagnostic: Diagnostic): void {
    if (diagnostic.severity === "error") this.errors++;
    this.diagnostics.push(diagnostic);
  }

  /** Matches a sticky expression here; moves behind the match. */
  match(expression: RegExp): string | undefined {
    expression.lastIndex = this.offset;
    const match = expression.exec(this.text)?.[0];
    if (match !== undefined) this.offset += match.length;
    return match;
  }

  /** True when a sticky expression matches here; does not move. */
  sees(expression: RegExp): boolean {
    expression.lastIndex = this.offset;
    return expression.test(this.text);
  }

  /** Moves behind white space and comments; a comment separates words as a blank does. */
  skipBlanks(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.offset);
      if (code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff) {
        this.offset++;
      } else if (code === 96 && this.text.startsWith("```", this.offset)) {
        this.skipComment();
      } else {
        return;
      }
    }
  }

  private skipComment(): void {
    const start = this.offset;
    const end = this.text.indexOf("```", start + 3);
    if (end === -1) {
      this.report(parseDiagnostics["unclosed-comment"](this.span(start, start + 3), {}));
      this.offset = this.text.length;
    } else {
      this.offset = end + 3;
    }
  }

  /**
   * Moves behind a quoted text and gives what is between its quotes, as written. A quote that nothing closes is
   * reported; it then reaches to the end of the text.
   */
  quoted(quote: '"' | "'"): string {
    const start = this.offset;
    for (let at = start + 1; at < this.text.length; at++) {
      const character = this.text[at];
      if (character === "\\" && quote === '"') at++;
      else if (character === quote) {
        this.offset = at + 1;
        return this.text.slice(start + 1, at);
      }
    }
    this.report(parseDiagnostics["unclosed-quote"](this.span(start, start + 1), { quote }));
    this.offset = this.text.length;
    return this.text.slice(start + 1);
  }
}
