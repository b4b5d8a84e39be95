import { whole } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Shortens the text of each event to its telling lines. */
export const abstractCommand = plainCommand(["abstract", "excerpt"], {
  maxterms: whole(1000),
  maxlines: whole(10),
});
