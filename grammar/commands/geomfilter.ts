import { decimal } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Keeps the places inside a part of a map. */
export const geomfilterCommand = plainCommand(["geomfilter"], {
  min_x: decimal(-180),
  min_y: decimal(-90),
  max_x: decimal(180),
  max_y: decimal(90),
});
