import { standardSeparator } from "../chart-columns.js";
import { boolean, word } from "../option-types.js";
import { plainCommand, type PlainCommand } from "../plain-command.js";

const options = { grouped: boolean(false), sep: word(standardSeparator), format: word() };

export type XyseriesCommand = PlainCommand<"xyseries", typeof options>;

/** Turns rows into columns: the fields of the row, the column, and the values. */
export const xyseriesCommand = plainCommand(["xyseries", "maketable"], options, "some");
