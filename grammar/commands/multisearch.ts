import type { CommandDefinition } from "../command.js";
import { printPipeline } from "../print-pipeline.js";
import type { CommandNode, Pipeline } from "../ast.js";

export interface MultisearchCommand extends CommandNode<"multisearch"> {
  readonly pipelines: readonly Pipeline[];
}

export const multisearchCommand: CommandDefinition<MultisearchCommand> = {
  names: ["multisearch"],
  read: (body) => {
    const args = body.arguments();
    const pipelines = args.list(
      () => args.subsearch(),
      () => args.peek()?.kind === "subsearch",
      "a subsearch in brackets",
    );
    if (pipelines.length < 2) args.missing("two subsearches at least");
    args.finish("a subsearch or the end of the command");
    return { ...body.node("multisearch"), pipelines };
  },
  print: ({ pipelines }) => `multisearch ${pipelines.map((one) => `[${printPipeline(one)}]`).join(" ")}`,
};
