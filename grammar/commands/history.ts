import { boolean } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Lists the searches that ran before. */
export const historyCommand = plainCommand(["history"], { events: boolean(false) });
