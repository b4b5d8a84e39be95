import { field } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Tells how well numeric fields predict a field. */
export const analyzefieldsCommand = plainCommand(["analyzefields", "af"], { classfield: field() });
