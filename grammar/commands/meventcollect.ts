import { boolean, field, word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Writes events as metrics, each with all its measurements. */
export const meventcollectCommand = plainCommand(
  ["meventcollect"],
  {
    index: word(),
    split: word(),
    spool: boolean(true),
    prefix_field: field(),
    file: word(),
    host: word(),
    source: word(),
    sourcetype: word(),
  },
  "any",
);
