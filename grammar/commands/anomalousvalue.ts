import { choice, decimal, whole } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Finds values that are rare, or far from the others. */
export const anomalousvalueCommand = plainCommand(
  ["anomalousvalue"],
  {
    minsupcount: whole(100),
    maxanofreq: decimal(0.05),
    minsupfreq: decimal(0.05),
    minnormfreq: decimal(0.01),
    action: choice(["annotate", "filter", "summary"], "filter"),
    pthresh: decimal(0.01),
  },
  "any",
);
