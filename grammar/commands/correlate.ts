import { word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** How often fields occur together. */
export const correlateCommand = plainCommand(["correlate"], { type: word() }, "any");
