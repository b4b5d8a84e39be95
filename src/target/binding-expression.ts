import { isFunctionName, signatureOf, type FunctionName } from "../plan/functions/index.js";
import type { FunctionSignature } from "../plan/functions/signature.js";

/**
 * The notation of the catalog for what a field is bound to, e.g. `EventID:int`, `base_name(process.executable)`,
 * `event_data(EventData, "*")`, `if(IsServer:boolean = true, RemoteIP, LocalIP)`. A name is a column of the target with its
 * type after a colon, or, in a derivation, a field of the source. `*` stands for the text that the pattern of a family left
 * open.
 */
export type BindingNode =
  | { readonly kind: "name"; readonly name: string; readonly type?: string }
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "call"; readonly function: FunctionName; readonly arguments: readonly BindingNode[] }
  /** A value inside JSON: one value, or all values where the path goes through an array (`a{}.b`). */
  | { readonly kind: "path"; readonly from: BindingNode; readonly path: string }
  /** A value of a record whose top-level members are columns, those that hold objects of the type given. */
  | { readonly kind: "record"; readonly name: string; readonly type?: string }
  /** A table of values; compared without case, unless it is `cased`. */
  | {
      readonly kind: "map";
      readonly cased?: true;
      readonly from: BindingNode;
      readonly values: readonly { readonly value: string; readonly then: BindingNode }[];
      readonly otherwise?: BindingNode;
    };

export type ParsedBinding =
  | { readonly kind: "parsed"; readonly node: BindingNode }
  | { readonly kind: "invalid"; readonly reason: string };

type Token =
  /** In backticks it is a column whatever it spells: no function, and no `true` or `null`. */
  | { readonly kind: "name"; readonly text: string; readonly type?: string; readonly quoted: boolean }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "mark"; readonly text: string };

const tokenPattern =
  /\s*(?:"((?:[^"\\]|\\["\\])*)"|(-?\d+(?:\.\d+)?)(?![\w.])|([(),=])|(?:`([^`]+)`|([A-Za-z_@*][\w.@*{}/-]*))(?::([A-Za-z]\w*))?)/y;

/** Reads one expression of the notation; the reason says what is wrong with it. */
export function parseBindingExpression(text: string): ParsedBinding {
  const tokens = tokenize(text);
  if (typeof tokens === "string") return { kind: "invalid", reason: tokens };
  const reader = new Reader(tokens);
  try {
    const node = reader.expression();
    reader.end();
    return { kind: "parsed", node };
  } catch (problem) {
    if (problem instanceof NotationError) return { kind: "invalid", reason: problem.message };
    throw problem;
  }
}

const words: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

class NotationError extends Error {}

function tokenize(text: string): readonly Token[] | string {
  const tokens: Token[] = [];
  const pattern = new RegExp(tokenPattern);
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const at = pattern.lastIndex;
    const found = pattern.exec(text);
    if (found === null) return `\`${text.slice(at).trim()}\` is not a column, literal or function`;
    const [, quoted, number, mark, quotedName, plainName, type] = found;
    const name = quotedName ?? plainName;
    if (quoted !== undefined) tokens.push({ kind: "text", text: quoted.replace(/\\(["\\])/g, "$1") });
    else if (number !== undefined) tokens.push({ kind: "number", value: Number(number) });
    else if (mark !== undefined) tokens.push({ kind: "mark", text: mark });
    else if (name !== undefined)
      tokens.push({
        kind: "name",
        text: name,
        quoted: quotedName !== undefined,
        ...(type === undefined ? {} : { type }),
      });
  }
  return tokens;
}

class Reader {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  expression(): BindingNode {
    const token = this.tokens[this.at++];
    if (token === undefined) throw new NotationError("an expression is missing");
    switch (token.kind) {
      case "text":
        return { kind: "literal", value: token.text };
      case "number":
        return { kind: "literal", value: token.value };
      case "mark":
        throw new NotationError(`\`${token.text}\` stands where an expression has to be`);
      case "name":
        return token.quoted ? column(token) : this.named(token);
    }
  }

  end(): void {
    if (this.at < this.tokens.length) throw new NotationError("there is more text after the expression");
  }

  private named(token: Extract<Token, { readonly kind: "name" }>): BindingNode {
    const { text: name, type } = token;
    if (type !== undefined || !this.take("(")) {
      const word = type === undefined ? words.get(name) : undefined;
      return word === undefined ? column(token) : { kind: "literal", value: word };
    }
    if (name === "if") return this.choice();
    const arguments_: BindingNode[] = [];
    if (!this.take(")")) {
      do arguments_.push(this.expression());
      while (this.take(","));
      if (!this.take(")")) throw new NotationError(`a bracket of \`${name}(\` is not closed`);
    }
    return call(name, arguments_);
  }

  /** `if(column = value, then, otherwise)`: a table of one value. */
  private choice(): BindingNode {
    const from = this.expression();
    const value = this.take("=") ? this.expression() : undefined;
    const then = this.take(",") ? this.expression() : undefined;
    const otherwise = this.take(",") ? this.expression() : undefined;
    if (value?.kind !== "literal" || value.value === null || then === undefined || otherwise === undefined)
      throw new NotationError(
        "`if` takes a column, `=` and a value, and what stands for it then and otherwise",
      );
    if (!this.take(")")) throw new NotationError("a bracket of `if(` is not closed");
    return { kind: "map", from, values: [{ value: String(value.value), then }], otherwise };
  }

  private take(mark: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== "mark" || token.text !== mark) return false;
    this.at++;
    return true;
  }
}

function column({ text, type }: Extract<Token, { readonly kind: "name" }>): BindingNode {
  return type === undefined ? { kind: "name", name: text } : { kind: "name", name: text, type };
}

function call(name: string, arguments_: readonly BindingNode[]): BindingNode {
  if (name === "json_path") {
    const [from, path, ...rest] = arguments_;
    if (from === undefined || path?.kind !== "literal" || typeof path.value !== "string" || rest.length > 0)
      throw new NotationError("`json_path` takes a column and a path in quotes");
    return { kind: "path", from, path: path.value };
  }
  if (name === "record") {
    const [member, ...rest] = arguments_;
    if (member?.kind !== "name" || rest.length > 0)
      throw new NotationError(
        "`record` takes the name of a value, with the type of columns that hold objects",
      );
    return { ...member, kind: "record" };
  }
  if (!isFunctionName(name)) throw new NotationError(`\`${name}\` is not a function`);
  if (!accepts(signatureOf(name), arguments_.length))
    throw new NotationError(`\`${name}\` does not take ${arguments_.length} arguments`);
  return { kind: "call", function: name, arguments: arguments_ };
}

function accepts({ parameters }: FunctionSignature, count: number): boolean {
  const least = parameters.filter(({ occurs }) => occurs === "once" || occurs === "one-or-more").length;
  const open = parameters.some(({ occurs }) => occurs === "one-or-more" || occurs === "any-number");
  return count >= least && (open || count <= parameters.length);
}
