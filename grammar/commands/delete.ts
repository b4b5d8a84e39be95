import { plainCommand } from "../plain-command.js";

/** Removes the events that a search found from what can be searched. */
export const deleteCommand = plainCommand(["delete"], {});
