import { boolean, whole, word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Completes words from the index. */
export const typeaheadCommand = plainCommand(["typeahead"], {
  prefix: word(),
  count: whole(),
  max_time: whole(),
  index: word(),
  starttimeu: word(),
  endtimeu: word(),
  collapse: boolean(true),
});
