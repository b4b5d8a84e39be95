import { whole, word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Finds a regular expression that gives the examples. */
export const erexCommand = plainCommand(
  ["erex"],
  { examples: word(), counterexamples: word(), fromfield: word("_raw"), maxtrainers: whole(100) },
  "any",
);
