import { plainCommand } from "../plain-command.js";

/** Finds events of summaries that overlap. */
export const overlapCommand = plainCommand(["overlap"], {});
