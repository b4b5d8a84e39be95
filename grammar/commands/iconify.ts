import { plainCommand } from "../plain-command.js";

/** Shows an icon for each value of fields. */
export const iconifyCommand = plainCommand(["iconify"], {}, "some");
