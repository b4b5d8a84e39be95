import { whole } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Describes the values of fields. */
export const fieldsummaryCommand = plainCommand(["fieldsummary"], { maxvals: whole(100) }, "any");
