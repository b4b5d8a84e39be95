import { word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Finds names and values by a form. */
export const kvformCommand = plainCommand(["kvform"], { form: word(), field: word("sourcetype") });
