import { parseDiagnostics } from "../src/diagnostics/codes/parse.js";
import { unknownText, type SourceText } from "../src/source/source-text.js";
import type { Pipeline } from "./ast.js";
import { CommandBody, skipFree, type CommandDefinition } from "./command.js";
import type { Command } from "./commands/index.js";
import { Cursor } from "./cursor.js";
import { maximumSubsearchDepth } from "./limits.js";
import { Refused } from "./refused.js";
import { endOfText } from "./syntax-errors.js";
import { didYouMean } from "./suggest.js";

/** The commands a search may hold, by every name they have. */
export type CommandTable = ReadonlyMap<string, CommandDefinition<Command>>;

/**
 * Reads pipelines: splits at pipes, finds the command of each name and lets it read its body. After an error it goes
 * on behind the next pipe or bracket, so that every command with an error is reported.
 */
export class PipelineReader {
  readonly cursor: Cursor;
  private depth = 0;
  /** Set when subsearches nest too deep: what is left of them was not read, so their brackets say nothing. */
  private tooDeep = false;

  constructor(
    source: SourceText,
    private readonly commands: CommandTable,
    private readonly unknownMacros = false,
  ) {
    this.cursor = new Cursor(source);
  }

  /** The whole text: only here may the head leave out the word `search`. */
  read(): Pipeline {
    const { cursor } = this;
    const commands: Command[] = [];
    cursor.skipBlanks();
    const start = cursor.offset;
    if (cursor.atEnd) {
      cursor.report(parseDiagnostics["empty-search"](cursor.span(0, 0), {}));
      return { kind: "pipeline", commands, span: cursor.span(0, 0) };
    }
    if (cursor.current === "|") cursor.offset++;
    else if (!cursor.sees(/search(?=[\s"([|]|$|```)/iy) || cursor.sees(/search\s*(?:=|!=|<|>)/iy))
      this.readHead(commands);
    this.readCommands(commands, start);
    while (cursor.current === "]") {
      const at = cursor.offset++;
      cursor.report(parseDiagnostics["unmatched-bracket"](cursor.span(at, at + 1), { bracket: "]" }));
      this.finishCommand();
      if (cursor.match(/\|/y) !== undefined) this.readCommands(commands, start);
    }
    return {
      kind: "pipeline",
      commands,
      span: cursor.span(start, Math.max(start, endOfText(cursor.text, cursor.offset))),
    };
  }

  /** A text that goes on with the rows of another pipeline: its head is a command like the others. */
  readContinuation(): Pipeline {
    const { cursor } = this;
    const commands: Command[] = [];
    cursor.skipBlanks();
    const start = cursor.offset;
    cursor.match(/\|/y);
    this.readCommands(commands, start);
    return {
      kind: "pipeline",
      commands,
      span: cursor.span(start, Math.max(start, endOfText(cursor.text, cursor.offset))),
    };
  }

  /** `[ … ]` at the cursor; undefined when something in it is wrong. */
  private readonly readSubsearch = (): Pipeline | undefined => {
    const { cursor } = this;
    const open = cursor.offset++;
    const reported = cursor.errors;
    if (this.depth >= maximumSubsearchDepth) {
      const parameters = { what: "subsearches", limit: maximumSubsearchDepth };
      cursor.report(parseDiagnostics["too-deep"](cursor.span(open, open + 1), parameters));
      this.tooDeep = true;
      skipFree(cursor);
      while (cursor.current === "|") {
        cursor.offset++;
        skipFree(cursor);
      }
      if (cursor.current === "]") cursor.offset++;
      return undefined;
    }
    this.depth++;
    const commands: Command[] = [];
    cursor.skipBlanks();
    const start = cursor.offset;
    if (cursor.current === "|") cursor.offset++;
    this.readCommands(commands, start);
    const end = Math.max(start, endOfText(cursor.text, cursor.offset));
    this.depth--;
    if (cursor.current === "]") cursor.offset++;
    else if (!this.tooDeep)
      cursor.report(parseDiagnostics["unclosed-bracket"](cursor.span(open, open + 1), { bracket: "[" }));
    if (cursor.errors > reported) return undefined;
    return { kind: "pipeline", commands, span: cursor.span(start, end) };
  };

  /** The implied `search` at the head. */
  private readHead(commands: Command[]): void {
    const { cursor } = this;
    const start = cursor.offset;
    const body = new CommandBody(cursor, this.readSubsearch, "", start, start);
    this.forgetUnknown(() => this.readBody("search", body, commands));
    if (cursor.current === "|") cursor.offset++;
    else this.ended = true;
  }

  /** True when the pipeline ended with its head. */
  private ended = false;

  private readCommands(commands: Command[], start: number): void {
    const { cursor } = this;
    if (this.ended) {
      this.ended = false;
      return;
    }
    for (;;) {
      this.forgetUnknown(() => this.readCommand(commands, start));
      if (cursor.current !== "|") return;
      cursor.offset++;
    }
  }

  /** Reads a command, and forgets what was wrong with it where a part of it is not known. */
  private forgetUnknown(read: () => void): void {
    const { cursor } = this;
    const { offset } = cursor;
    const reported = cursor.diagnostics.length;
    read();
    if (!this.unknownMacros) return;
    let unknown = cursor.text.indexOf(unknownText, Math.max(offset, this.forgotten));
    if (unknown === -1 || unknown >= cursor.offset) return;
    cursor.diagnostics.length = reported;
    for (; unknown !== -1 && unknown < cursor.offset; unknown = cursor.text.indexOf(unknownText, unknown + 1))
      this.forgotten = unknown + 1;
  }

  /** Behind the last unknown part that a command, perhaps of a subsearch, was excused for. */
  private forgotten = 0;

  private readCommand(commands: Command[], start: number): void {
    const { cursor } = this;
    cursor.skipBlanks();
    const nameStart = cursor.offset;
    const name = cursor.match(/[A-Za-z_][\w-]*(?![\w-]*:)/y);
    if (name === undefined) {
      this.missingCommand(start);
      return;
    }
    const definition = this.commands.get(name.toLowerCase());
    if (definition !== undefined) {
      const body = new CommandBody(cursor, this.readSubsearch, name, nameStart, cursor.offset);
      this.readBody(name.toLowerCase(), body, commands);
      return;
    }
    const span = cursor.span(nameStart, cursor.offset);
    if (cursor.sees(/\s*(?:[=<>:.{]|!=)/y))
      cursor.report(parseDiagnostics["implied-search"](span, { found: `\`${name}\`` }));
    else {
      const help = didYouMean(name, this.commands.keys());
      cursor.report(parseDiagnostics["unknown-command"](span, { name }, { help }));
    }
    this.finishCommand();
  }

  private missingCommand(start: number): void {
    const { cursor } = this;
    const at = cursor.offset;
    if (cursor.atEnd || cursor.current === "|" || cursor.current === "]") {
      const end = Math.max(start, endOfText(cursor.text, at));
      const span = cursor.current === "|" ? cursor.span(at, at + 1) : cursor.span(Math.max(0, end - 1), end);
      cursor.report(parseDiagnostics["empty-command"](span, {}));
      return;
    }
    const found = /[^\s|\]]{1,40}/.exec(cursor.text.slice(at, at + 80))?.[0] ?? cursor.current;
    cursor.report(
      parseDiagnostics["implied-search"](cursor.span(at, at + found.length), { found: `\`${found}\`` }),
    );
    this.finishCommand();
  }

  private readBody(name: string, body: CommandBody, commands: Command[]): void {
    const definition = this.commands.get(name);
    try {
      const node = definition?.read(body);
      if (node !== undefined) commands.push(node);
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
    }
    this.finishCommand();
  }

  /** Passes over what an error left unread. */
  private finishCommand(): void {
    this.cursor.skipBlanks();
    if (!/[|\]]/.test(this.cursor.current)) skipFree(this.cursor);
  }
}
