import type { CommandNode, FieldName } from "../ast.js";
import type { Span } from "../../src/source/source-text.js";

export interface SortCommand extends CommandNode<"sort"> {
  /** 10000 by default; 0 means without limit. */
  readonly limit: number;
  readonly keys: readonly SortKey[];
  /** A trailing `desc` turns the whole order around. */
  readonly reversed: boolean;
}

export interface SortKey {
  readonly field: FieldName;
  readonly descending: boolean;
  readonly type: "auto" | "str" | "ip" | "num";
  readonly span: Span;
}
