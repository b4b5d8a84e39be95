import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { boolean, printOptions, readOptions, whole, word, type OptionsOf } from "../option-types.js";
import { printField, row } from "../print.js";

const options = {
  savedsearch: word(),
  events: boolean(false),
  job_delegate: word("scheduler"),
  artifact_offset: whole(0),
  ignore_running: boolean(true),
  wait_until_finished: boolean(false),
  wait_timeout: whole(60),
};

/** The results of a search that ran before. */
export interface LoadjobCommand extends CommandNode<"loadjob"> {
  /** The id of the job; absent where an option names the saved search. */
  readonly name?: FieldName;
  readonly options: OptionsOf<typeof options>;
}

export const loadjobCommand: CommandDefinition<LoadjobCommand> = {
  names: ["loadjob"],
  read: (body) => {
    const args = body.arguments();
    const settings = readOptions(args, options);
    const name = args.seesName() ? args.fieldName() : undefined;
    args.finish();
    return { ...body.node("loadjob"), ...(name === undefined ? {} : { name }), options: settings };
  },
  print: (node) => row("loadjob", node.name && printField(node.name), printOptions(options, node.options)),
};
