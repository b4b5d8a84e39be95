import { field, whole, word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Makes folders of the values of a field. */
export const folderizeCommand = plainCommand(["folderize"], {
  attr: field(),
  sep: word("::"),
  size: word("totalCount"),
  minfolders: whole(2),
  maxfolders: whole(20),
});
