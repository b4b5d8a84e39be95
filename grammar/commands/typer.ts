import { whole, word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Adds the event types that a row matches. */
export const typerCommand = plainCommand(["typer"], { eventtypes: word(), maxlen: whole(10_000) });
