import { boolean, choice, decimal, word } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Groups events by their likeness and keeps one of each group. */
export const clusterCommand = plainCommand(["cluster", "slc"], {
  t: decimal(0.8),
  delims: word(),
  showcount: boolean(false),
  countfield: word("cluster_count"),
  labelfield: word("cluster_label"),
  field: word("_raw"),
  labelonly: boolean(false),
  match: choice(["termlist", "termset", "ngramset"], "termlist"),
});
