import type { CommandNode, TextArgument } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { boolean, printOptions, readOptions, whole, words, type OptionsOf } from "../option-types.js";
import { otherOptions, printText, row } from "../print.js";

const options = {
  count: whole(),
  strict: boolean(false),
  splunk_server: words(),
  splunk_server_group: words(),
  timeout: whole(60),
};

/** Asks Splunk's own interface. */
export interface RestCommand extends CommandNode<"rest"> {
  readonly uri: TextArgument;
  readonly options: OptionsOf<typeof options>;
  /** What is passed on in the request. */
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
}

export const restCommand: CommandDefinition<RestCommand> = {
  names: ["rest"],
  read: (body) => {
    const args = body.arguments();
    const settings = readOptions(args, options);
    const parameters: { readonly name: string; readonly value: string }[] = [];
    const takeParameters = () => {
      for (let option = args.anyOptionHere(); option !== undefined; option = args.anyOptionHere())
        parameters.push({ name: option.name, value: args.textOf(option).value });
    };
    takeParameters();
    const uri = args.textValue("the path of an endpoint");
    takeParameters();
    args.finish();
    return { ...body.node("rest"), uri, options: settings, parameters };
  },
  print: ({ uri, options: settings, parameters }) =>
    row("rest", printText(uri), printOptions(options, settings), otherOptions(parameters)),
};
