import { whole } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Finds event types in results. */
export const typelearnerCommand = plainCommand(["typelearner"], { maxlen: whole(15) }, "any");
