import { boolean, word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Writes the rows into index files for statistics. */
export const tscollectCommand = plainCommand(["tscollect"], {
  namespace: word(),
  squashcase: boolean(false),
  keepresults: boolean(false),
});
