import { boolean, word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Turns rows into columns: the fields of the row, the column, and the values. */
export const xyseriesCommand = plainCommand(
  ["xyseries", "maketable"],
  { grouped: boolean(false), sep: word(": "), format: word() },
  "some",
);
