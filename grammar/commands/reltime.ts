import { word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Writes the time of events in words, such as an hour ago. */
export const reltimeCommand = plainCommand(["reltime"], { timefield: word(), prefix: word() });
