import type { CommandNode, Pipeline } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { printPipeline } from "../print-pipeline.js";

/** The rows of two subsearches together, in both, or in one only. */
export interface SetCommand extends CommandNode<"set"> {
  readonly operation: "union" | "intersect" | "diff";
  readonly pipelines: readonly [Pipeline, Pipeline];
}

export const setCommand: CommandDefinition<SetCommand> = {
  names: ["set"],
  read: (body) => {
    const args = body.arguments();
    const word = args.take("union", "intersect", "diff")?.text.toLowerCase();
    const operation = (["union", "intersect", "diff"] as const).find((one) => one === word);
    if (operation === undefined)
      return args.unexpected("`union`, `intersect` or `diff`", ["union", "intersect", "diff"]);
    const pipelines = [args.subsearch(), args.subsearch()] as const;
    args.finish();
    return { ...body.node("set"), operation, pipelines };
  },
  print: ({ operation, pipelines: [left, right] }) =>
    `set ${operation} [${printPipeline(left)}] [${printPipeline(right)}]`,
};
