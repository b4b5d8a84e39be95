import { plainCommand } from "../plain-command.js";

/** Stops a search that found nothing. */
export const requireCommand = plainCommand(["require"], {});
