import { plainCommand } from "../plain-command.js";

/** Finds event types in results. */
export const typelearnerCommand = plainCommand(["typelearner"], {}, "any");
