import { decimal, span, whole, word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Adds the missing steps of a field. */
export const makecontinuousCommand = plainCommand(
  ["makecontinuous"],
  { bins: whole(), span: span(), start: decimal(), end: decimal(), aligntime: word() },
  "any",
);
