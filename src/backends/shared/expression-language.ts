/** How an operator is written and how tightly it binds. */
export interface OperatorSyntax {
  /** As written between, before or after its operands, without spaces. */
  readonly symbol: string;
  /** A higher number binds tighter. */
  readonly precedence: number;
  readonly position: "infix" | "prefix" | "suffix";
  /**
   * Which operand may be an operation of the same strength without brackets; `full`: every one (`and`, `or`), so that
   * a chain may also be broken over lines; `none`: not one.
   */
  readonly associativity: "left" | "right" | "full" | "none";
  /** False for a prefix sign such as `-`, which is written against its operand. */
  readonly spaced?: boolean;
}

/** What the printer has to know of a language. Each kind of literal has one function, so that escaping lives in one place. */
export interface ExpressionLanguage {
  /** By the operator's name in the tree. */
  readonly operators: ReadonlyMap<string, OperatorSyntax>;
  name(name: string): string;
  text(value: string, form: string | undefined): string;
  number(value: number): string;
  boolean(value: boolean): string;
}
