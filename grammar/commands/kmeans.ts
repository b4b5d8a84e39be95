import { boolean, decimal, whole, word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Groups rows around means. */
export const kmeansCommand = plainCommand(
  ["kmeans"],
  {
    reps: whole(10),
    iters: whole(10000),
    t: decimal(),
    k: word("2"),
    cnumfield: word("CLUSTERNUM"),
    distype: word("sqeuclidean"),
    showcentroid: boolean(true),
    showlabel: boolean(true),
  },
  "any",
);
