import type { Pipeline } from "./ast.js";
import { printPipeline } from "./print-pipeline.js";

/** Writes a tree as SPL on one line. Reading that line gives the same tree, but for its places. */
export function printSearch(pipeline: Pipeline): string {
  return printPipeline(pipeline);
}
