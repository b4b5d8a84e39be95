import { decimal, whole } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Finds how the values of fields go together. */
export const associateCommand = plainCommand(
  ["associate"],
  { supcnt: whole(100), supfreq: decimal(0.1), improv: decimal(0.5) },
  "any",
);
