import { plainCommand } from "../plain-command.js";

/** Runs what follows on the search head. */
export const localopCommand = plainCommand(["localop"], {});
