import { boolean, whole, word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Puts the events of a real-time search in order. */
export const rtorderCommand = plainCommand(["rtorder"], {
  discard: boolean(false),
  buffer_span: word("10s"),
  max_buffer_size: whole(50000),
});
