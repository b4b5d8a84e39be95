import { boolean } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Writes the events as text. */
export const outputtextCommand = plainCommand(["outputtext"], { usexml: boolean(true) });
