import type { CommandNode, FieldName } from "../ast.js";

export interface XmlkvCommand extends CommandNode<"xmlkv"> {
  /** `_raw` when absent; published detections name a field, although the documented grammar has none. */
  readonly field?: FieldName;
  readonly maxInputs?: number;
}
