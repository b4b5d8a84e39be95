import { boolean, field, word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Writes events as metrics. */
export const mcollectCommand = plainCommand(
  ["mcollect"],
  {
    index: word(),
    file: word(),
    split: word("false"),
    spool: boolean(true),
    prefix_field: field(),
    host: word(),
    source: word(),
    sourcetype: word(),
    marker: word(),
  },
  "any",
);
