import { boolean, decimal, whole, word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** A table of how often the values of two fields meet. */
export const contingencyCommand = plainCommand(
  ["contingency", "counttable", "ctable"],
  {
    maxrows: whole(0),
    maxcols: whole(0),
    mincolcover: decimal(1),
    minrowcover: decimal(1),
    usetotal: boolean(true),
    totalstr: word("TOTAL"),
  },
  "some",
);
