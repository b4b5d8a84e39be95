import { whole } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Writes the values of a field as a word of letters, one for each height. */
export const shapeCommand = plainCommand(
  ["shape"],
  { maxvalues: whole(5), maxresolution: whole(10) },
  "some",
);
