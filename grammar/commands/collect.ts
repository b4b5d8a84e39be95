import { boolean, choice, word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Writes the rows into a summary index. */
export const collectCommand = plainCommand(
  ["collect", "stash", "summaryindex", "sumindex"],
  {
    index: word(),
    addtime: boolean(true),
    addinfo: boolean(true),
    file: word(),
    spool: boolean(true),
    marker: word(),
    testmode: boolean(false),
    run_in_preview: boolean(false),
    host: word(),
    source: word(),
    sourcetype: word("stash"),
    timeformat: word("%m/%d/%Y %H:%M:%S %z"),
    uselb: boolean(true),
    output_format: choice(["raw", "hec"], "raw"),
  },
  "any",
);
