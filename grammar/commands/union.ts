import type { CommandDefinition } from "../command.js";
import { printOptions, readOptions, type OptionsOf } from "../option-types.js";
import { subsearchOptions } from "../subsearch-options.js";
import type { ArgumentReader } from "../argument-reader.js";
import { printPipeline } from "../print-pipeline.js";
import { printField, row } from "../print.js";
import type { CommandNode, FieldName, Pipeline } from "../ast.js";

export interface UnionCommand extends CommandNode<"union"> {
  /** Limits of the subsearches. */
  readonly options: OptionsOf<typeof subsearchOptions>;
  readonly datasets: readonly UnionDataset[];
}

export type UnionDataset =
  | { readonly kind: "subsearch"; readonly pipeline: Pipeline }
  | { readonly kind: "named"; readonly type: string; readonly name: FieldName };

export const unionCommand: CommandDefinition<UnionCommand> = {
  names: ["union"],
  read: (body) => {
    const args = body.arguments();
    const limits = readOptions(args, subsearchOptions);
    const datasets = args.list(
      () => readDataset(args),
      () => args.peek()?.kind === "subsearch" || args.seesName(),
      "a dataset",
    );
    args.finish("a dataset or the end of the command");
    return { ...body.node("union"), options: limits, datasets };
  },
  print: ({ datasets, options: limits }) =>
    row(
      "union",
      printOptions(subsearchOptions, limits),
      ...datasets.map((one) =>
        one.kind === "subsearch" ? `[${printPipeline(one.pipeline)}]` : `${one.type}:${printField(one.name)}`,
      ),
    ),
};

function readDataset(args: ArgumentReader): UnionDataset {
  if (args.peek()?.kind === "subsearch") return { kind: "subsearch", pipeline: args.subsearch() };
  const { name: text, span } = args.fieldName("a dataset");
  const colon = text.indexOf(":");
  if (colon < 1) return { kind: "named", type: "dataset", name: { name: text, span } };
  const name = text.slice(colon + 1);
  if (name === "")
    return { kind: "named", type: text.slice(0, colon), name: args.fieldName("the name of a dataset") };
  return {
    kind: "named",
    type: text.slice(0, colon),
    name: { name, span: { ...span, start: span.start + colon + 1 } },
  };
}
