import { word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Makes rows of time stamps. */
export const gentimesCommand = plainCommand(["gentimes"], {
  start: word(),
  end: word(),
  increment: word("1d"),
});
