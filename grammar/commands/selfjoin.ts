import { boolean, whole } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Joins the rows with themselves. */
export const selfjoinCommand = plainCommand(
  ["selfjoin"],
  { overwrite: boolean(true), max: whole(1), keepsingle: boolean(false) },
  "some",
);
