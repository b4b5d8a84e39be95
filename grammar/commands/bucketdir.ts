import { field, whole, word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Adds up the sizes of files by their folders. */
export const bucketdirCommand = plainCommand(["bucketdir"], {
  pathfield: field(),
  sizefield: field(),
  maxcount: whole(20),
  countfield: word("totalCount"),
  /** By the operating system of the server. */
  sep: word(),
});
