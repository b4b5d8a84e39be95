import { parseDiagnostics } from "../src/diagnostics/codes/parse.js";
import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import type { Span } from "../src/source/source-text.js";
import { ArgumentReader } from "./argument-reader.js";
import type { Assignment, CommandNode, EvalExpression, SearchExpression, TextArgument } from "./ast.js";
import type { Cursor } from "./cursor.js";
import { parseAssignments, parseEvalExpression } from "./eval-expression.js";
import { Refused } from "./refused.js";
import { scanArguments, type ArgumentSyntax } from "./scan-arguments.js";
import { scanEval } from "./scan-eval.js";
import { scanSearch, type ReadSubsearch } from "./scan-search.js";
import { parseSearchExpression } from "./search-expression.js";
import { endOfText } from "./syntax-errors.js";

/** One command of SPL: how its text becomes a node, and a node text again. */
export interface CommandDefinition<Node> {
  /** Its name, then its other names. */
  readonly names: readonly [string, ...string[]];
  /** Reads the body; each of the body's methods scans it in one lexer mode. */
  read(body: CommandBody): Node;
  /** The whole command, without the pipe before it. */
  print(node: Node): string;
}

/** The text behind a command's name. A method reports what is wrong and leaves by `Refused`. */
export class CommandBody {
  constructor(
    private readonly cursor: Cursor,
    private readonly readSubsearch: ReadSubsearch,
    /** The command's name as written. */
    readonly name: string,
    private readonly nameStart: number,
    private readonly nameEnd: number,
  ) {}

  /** True when the body belongs to a `search` that is not written. */
  get implied(): boolean {
    return this.name === "";
  }

  /** The whole body in the search language; absent when it is empty. */
  search(): SearchExpression | undefined {
    const scanned = scanSearch(this.cursor, this.readSubsearch);
    if (scanned.sound && scanned.tokens.length === 0) return undefined;
    return parseSearchExpression(scanned, this.cursor) ?? this.refuse();
  }

  /** The whole body in the eval language. */
  expression(): EvalExpression {
    const scanned = scanEval(this.cursor, this.readSubsearch);
    return parseEvalExpression(scanned, this.cursor) ?? this.refuse();
  }

  /** The whole body as assignments. */
  assignments(): readonly Assignment[] {
    const scanned = scanEval(this.cursor, this.readSubsearch, { assignments: true });
    return parseAssignments(scanned, this.cursor) ?? this.refuse();
  }

  /** The whole body as arguments. */
  arguments(syntax: ArgumentSyntax = {}): ArgumentReader {
    const reported = this.cursor.errors;
    const items = scanArguments(this.cursor, this.readSubsearch, syntax);
    if (this.cursor.errors > reported) this.refuse();
    return new ArgumentReader(this.cursor, this.name.toLowerCase(), items, this.nameEnd);
  }

  /** The whole body as it is written. */
  free(): TextArgument {
    this.cursor.skipBlanks();
    const start = this.cursor.offset;
    skipFree(this.cursor);
    const value = this.cursor.text.slice(start, this.cursor.offset).trimEnd();
    return { value, quoted: false, span: this.cursor.span(start, start + value.length) };
  }

  /** Nothing may follow the name. */
  empty(): void {
    this.arguments().finish();
  }

  /** What every node of this command has; called after the body was scanned. */
  node<Name extends string>(kind: Name): CommandNode<Name> {
    return { kind, keyword: this.keyword, span: this.span };
  }

  get keyword(): Span {
    return this.cursor.span(this.nameStart, this.nameEnd);
  }

  private get span(): Span {
    return this.cursor.span(
      this.nameStart,
      Math.max(this.nameEnd, endOfText(this.cursor.text, this.cursor.offset)),
    );
  }

  report(diagnostic: Diagnostic): void {
    this.cursor.report(diagnostic);
  }

  private refuse(): never {
    throw new Refused();
  }
}

/** Moves to the pipe or bracket that ends a command whose text is not read: quoted texts and inner brackets are passed over. */
export function skipFree(cursor: Cursor): void {
  const open: number[] = [];
  for (;;) {
    cursor.match(/[^"[\]|`]+/y);
    const character = cursor.current;
    if (character === '"') cursor.quoted('"');
    else if (character === "[") open.push(cursor.offset++);
    else if (character === "]" && open.length > 0) (open.pop(), cursor.offset++);
    else if (character === "|" && open.length > 0) cursor.offset++;
    else if (character === "`") {
      if (cursor.text.startsWith("```", cursor.offset)) cursor.skipBlanks();
      else cursor.offset++;
    } else break;
  }
  for (const start of open.slice(-1)) {
    const span = cursor.span(start, start + 1);
    cursor.report(parseDiagnostics["unclosed-bracket"](span, { bracket: "[" }));
  }
}
