import type { MacroCall, Segment, SourceText, Span } from "./source-text.js";

/** Puts a text together from stretches of others, and keeps where each came from. */
export class DerivedText {
  private readonly parts: string[] = [];
  private readonly segments: Segment[] = [];
  private offset = 0;

  get length(): number {
    return this.offset;
  }

  /** A stretch of another text, character by character. */
  copy(origin: Span, call?: MacroCall): void {
    this.add(origin.source.text.slice(origin.start, origin.end), origin, true, call);
  }

  /** A text that stands for the origin as a whole. */
  replace(text: string, origin: Span, call?: MacroCall): void {
    this.add(text, origin, false, call);
  }

  finish(name: string): SourceText {
    return { name, text: this.parts.join(""), segments: this.segments };
  }

  private add(text: string, origin: Span, verbatim: boolean, call: MacroCall | undefined): void {
    if (text === "") return;
    const start = this.offset;
    this.offset += text.length;
    this.parts.push(text);
    this.segments.push({
      start,
      end: this.offset,
      origin,
      verbatim,
      ...(call === undefined ? {} : { call }),
    });
  }
}
