import { plainCommand } from "../plain-command.js";

/** Counts how often values of two fields stand in one row. */
export const cofilterCommand = plainCommand(["cofilter"], {}, "some");
