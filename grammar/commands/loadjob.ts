import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { otherOptions, printField, row } from "../print.js";

/** The results of a search that ran before. */
export interface LoadjobCommand extends CommandNode<"loadjob"> {
  /** The id of the job; absent where an option names the saved search. */
  readonly name?: FieldName;
  readonly options: readonly { readonly name: string; readonly value: string }[];
}

export const loadjobCommand: CommandDefinition<LoadjobCommand> = {
  names: ["loadjob"],
  read: (body) => {
    const args = body.arguments();
    const settings = args.others([
      "events",
      "job_delegate",
      "artifact_offset",
      "ignore_running",
      "savedsearch",
    ]);
    const name = args.seesName() ? args.fieldName() : undefined;
    args.finish();
    return { ...body.node("loadjob"), ...(name === undefined ? {} : { name }), options: settings };
  },
  print: ({ name, options }) => row("loadjob", name && printField(name), otherOptions(options)),
};
