import type { ArgumentReader } from "./argument-reader.js";
import type { FieldName, Pipeline } from "./ast.js";
import { printPipeline } from "./print-pipeline.js";
import { printField } from "./print.js";

/** What `union` and `join` take rows from: a subsearch, or a data set by its type and name, `datamodel:"M.D"`. */
export type Dataset =
  | { readonly kind: "subsearch"; readonly pipeline: Pipeline }
  | { readonly kind: "named"; readonly type: string; readonly name: FieldName };

/** The types that the Search Reference names for both commands. */
const namedDataset = /^(?:datamodel|savedsearch|inputlookup):/i;

export function seesNamedDataset(args: ArgumentReader): boolean {
  const item = args.peek();
  return item?.kind === "word" && namedDataset.test(item.text);
}

export function readDataset(args: ArgumentReader): Dataset {
  if (!args.seesName()) return { kind: "subsearch", pipeline: args.subsearch() };
  const { name: text, span } = args.fieldName("a subsearch in brackets");
  const colon = text.indexOf(":");
  if (colon < 1) return { kind: "named", type: "dataset", name: { name: text, span } };
  const type = text.slice(0, colon);
  const name = text.slice(colon + 1);
  if (name === "") return { kind: "named", type, name: args.fieldName("the name of a dataset") };
  return { kind: "named", type, name: { name, span: { ...span, start: span.start + colon + 1 } } };
}

export function printDataset(dataset: Dataset): string {
  return dataset.kind === "subsearch"
    ? `[${printPipeline(dataset.pipeline)}]`
    : `${dataset.type}:${printField(dataset.name)}`;
}
