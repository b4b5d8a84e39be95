import { plainCommand } from "../plain-command.js";

/** Rates how well events fit the search. */
export const relevancyCommand = plainCommand(["relevancy"], {});
