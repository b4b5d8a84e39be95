import { choice, whole, word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Writes the rows into files on the search head. */
export const dumpCommand = plainCommand(["dump"], {
  basefilename: word(),
  rollsize: whole(64),
  compress: whole(2),
  format: choice(["raw", "csv", "tsv", "xml", "json"]),
  fields: word(),
});
