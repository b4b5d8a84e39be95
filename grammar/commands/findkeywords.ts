import { boolean, field } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Finds the words that tell groups of events apart. */
export const findkeywordsCommand = plainCommand(["findkeywords"], {
  labelfield: field(),
  dedup: boolean(),
});
