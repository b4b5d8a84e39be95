import type { CommandNode, Pipeline } from "../ast.js";

export interface MultisearchCommand extends CommandNode<"multisearch"> {
  readonly pipelines: readonly Pipeline[];
}
