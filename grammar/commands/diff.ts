import { boolean, whole, word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** The difference of two results. */
export const diffCommand = plainCommand(["diff"], {
  position1: whole(1),
  position2: whole(2),
  pos1: whole(1),
  pos2: whole(2),
  attribute: word("_raw"),
  diffheader: boolean(false),
  context: boolean(false),
  maxlen: whole(100000),
});
