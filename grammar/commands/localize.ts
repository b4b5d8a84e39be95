import { word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Makes time ranges of events that stand close together. */
export const localizeCommand = plainCommand(["localize"], {
  maxpause: word("1m"),
  timeafter: word("30s"),
  timebefore: word("30s"),
});
