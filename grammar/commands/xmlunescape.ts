import { whole } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Makes the entities of XML characters again. */
export const xmlunescapeCommand = plainCommand(["xmlunescape"], { maxinputs: whole() });
