import { field, word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Counts the events that go on at the start of each. */
export const concurrencyCommand = plainCommand(["concurrency"], {
  duration: field(),
  start: word("_time"),
  output: word("concurrency"),
});
