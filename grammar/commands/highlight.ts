import { plainCommand } from "../plain-command.js";

/** Marks words where the events are shown. */
export const highlightCommand = plainCommand(["highlight", "hilite"], {}, "some");
