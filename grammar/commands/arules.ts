import { decimal, whole } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Finds rules of fields that go together. */
export const arulesCommand = plainCommand(["arules"], { sup: whole(3), conf: decimal(0.5) }, "some");
