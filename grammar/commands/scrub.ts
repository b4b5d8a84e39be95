import { word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Replaces what could tell who the events are about. */
export const scrubCommand = plainCommand(["scrub"], {
  "public-terms": word(),
  "private-terms": word(),
  "name-terms": word(),
  dictionary: word(),
  timeconfig: word(),
  namespace: word(),
});
