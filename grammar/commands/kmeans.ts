import { boolean, decimal, whole, word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Groups rows around means. */
export const kmeansCommand = plainCommand(
  ["kmeans"],
  {
    reps: whole(10),
    maxiters: whole(10000),
    t: decimal(0),
    k: word("2"),
    cfield: word("CLUSTERNUM"),
    dt: word("L2NORM"),
    showcentroid: boolean(true),
  },
  "any",
);
