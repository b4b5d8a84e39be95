import type { CommandNode } from "../ast.js";

export interface FormatCommand extends CommandNode<"format"> {
  /** Row prefix, column prefix, column separator, column end, row separator, row end. */
  readonly words?: readonly [string, string, string, string, string, string];
  readonly mvSeparator: string;
  readonly maxResults: number;
  readonly emptyText: string;
}
