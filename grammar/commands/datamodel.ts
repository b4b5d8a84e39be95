import type { CommandDefinition } from "../command.js";
import { flag, printField, row } from "../print.js";
import type { CommandNode, FieldName } from "../ast.js";

const modes = [
  "search",
  "flat",
  "acceleration_search",
  "search_string",
  "flat_string",
  "acceleration_search_string",
] as const;

export type DatamodelMode = (typeof modes)[number];

export interface DatamodelCommand extends CommandNode<"datamodel"> {
  readonly model?: FieldName;
  readonly dataset?: FieldName;
  readonly mode?: DatamodelMode;
  readonly summariesOnly: boolean;
  readonly allowOldSummaries: boolean;
  readonly strictFields: boolean;
}

export const datamodelCommand: CommandDefinition<DatamodelCommand> = {
  names: ["datamodel"],
  read: (body) => {
    const args = body.arguments();
    const options = {
      summariesOnly: args.boolean("summariesonly", false),
      allowOldSummaries: args.boolean("allow_old_summaries", false),
      strictFields: args.boolean("strict_fields", true),
    };
    const model = args.seesName() ? args.fieldName("a data model") : undefined;
    const dataset = args.seesName() ? args.fieldName("a dataset") : undefined;
    const written = args.take(...modes)?.text.toLowerCase();
    const mode = modes.find((one) => one === written);
    args.finish("`search`, `flat`, `acceleration_search` or the end of the command");
    return {
      ...body.node("datamodel"),
      ...(model === undefined ? {} : { model }),
      ...(dataset === undefined ? {} : { dataset }),
      ...(mode === undefined ? {} : { mode }),
      ...options,
    };
  },
  print: (node) =>
    row(
      "datamodel",
      node.model && printField(node.model),
      node.dataset && printField(node.dataset),
      node.mode,
      flag("summariesonly", node.summariesOnly, false),
      flag("allow_old_summaries", node.allowOldSummaries, false),
      flag("strict_fields", node.strictFields, true),
    ),
};
