import { load, YAMLException } from "js-yaml";
import { catalogDiagnostics } from "../diagnostics/codes/catalog.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { wholeText, type SourceText, type Span } from "../source/source-text.js";

/** A value of a YAML file with its place; what does not have the expected form is reported and left out. */
export class YamlNode {
  private constructor(
    readonly value: unknown,
    private readonly path: readonly string[],
    private readonly file: SourceText,
    private readonly diagnostics: Diagnostic[],
  ) {}

  /** The root of a file; `undefined` when the file is empty or is not YAML, which is reported. */
  static read(file: SourceText, diagnostics: Diagnostic[]): YamlNode | undefined {
    try {
      const value: unknown = load(file.text, { filename: file.name });
      return value === undefined || value === null ? undefined : new YamlNode(value, [], file, diagnostics);
    } catch (problem) {
      if (!(problem instanceof YAMLException)) throw problem;
      const at = Math.min(problem.mark?.position ?? 0, file.text.length);
      diagnostics.push(
        catalogDiagnostics["invalid-file"](
          { source: file, start: at, end: at },
          { problem: problem.reason ?? problem.message },
        ),
      );
      return undefined;
    }
  }

  /** The entries of a mapping. */
  entries(): readonly (readonly [string, YamlNode])[] {
    if (!isRecord(this.value)) {
      this.report("a mapping is expected here");
      return [];
    }
    return Object.entries(this.value).map(([key, value]) => [key, this.child(key, value)]);
  }

  /** The value under a key of a mapping. */
  get(key: string): YamlNode | undefined {
    if (!isRecord(this.value)) return undefined;
    const value = this.value[key];
    return value === undefined || value === null ? undefined : this.child(key, value);
  }

  items(): readonly YamlNode[] {
    if (!Array.isArray(this.value)) {
      this.report("a list is expected here");
      return [];
    }
    return this.value.map((value: unknown, index) => this.child(String(index), value));
  }

  /** A text, number or truth value, as text. */
  text(): string | undefined {
    if (typeof this.value === "string") return this.value;
    if (typeof this.value === "number" || typeof this.value === "boolean") return String(this.value);
    this.report("a text is expected here");
    return undefined;
  }

  number(): number | undefined {
    if (typeof this.value === "number") return this.value;
    this.report("a number is expected here");
    return undefined;
  }

  flag(): boolean | undefined {
    if (typeof this.value === "boolean") return this.value;
    this.report("`true` or `false` is expected here");
    return undefined;
  }

  /** The texts of a list and of the lists in it, or a single text as a list of one. */
  texts(): readonly string[] {
    return this.isList()
      ? this.items().flatMap((item) => item.texts())
      : [this.text()].filter((text) => text !== undefined);
  }

  isText(): boolean {
    return ["string", "number", "boolean"].includes(typeof this.value);
  }

  isList(): boolean {
    return Array.isArray(this.value);
  }

  report(problem: string): void {
    const where = this.path.length === 0 ? "" : `\`${this.path.join(".")}\`: `;
    this.diagnostics.push(catalogDiagnostics["invalid-file"](this.span(), { problem: `${where}${problem}` }));
  }

  add(diagnostic: Diagnostic): void {
    this.diagnostics.push(diagnostic);
  }

  /** The file as a whole: the place of what is not reported, since finding a key's place takes time. */
  fileSpan(): Span {
    return wholeText(this.file);
  }

  /** Where the innermost key of the path stands in the file. */
  span(): Span {
    let from = 0;
    let found = wholeText(this.file);
    for (const key of this.path) {
      const pattern = new RegExp(
        `^[ \\t-]*(["']?)(${key.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")})\\1[ \\t]*:`,
        "gm",
      );
      pattern.lastIndex = from;
      const match = pattern.exec(this.file.text);
      if (match === null) continue;
      const start = match.index + match[0].indexOf(key);
      found = { source: this.file, start, end: start + key.length };
      from = match.index + match[0].length;
    }
    return found;
  }

  private child(key: string, value: unknown): YamlNode {
    return new YamlNode(value, [...this.path, key], this.file, this.diagnostics);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
