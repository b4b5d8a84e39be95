import { boolean, field, word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Adds the tags of fields. */
export const tagsCommand = plainCommand(
  ["tags"],
  { outputfield: field(), inclname: boolean(false), inclvalue: boolean(false), allowed_tags: word() },
  "any",
);
