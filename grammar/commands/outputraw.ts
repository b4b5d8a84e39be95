import { plainCommand } from "../plain-command.js";

/** Writes every field of a row on a line of its own. */
export const outputrawCommand = plainCommand(["outputraw"], {});
