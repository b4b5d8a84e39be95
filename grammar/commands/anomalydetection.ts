import { boolean, choice, decimal } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Finds rows that are unlike the others. */
export const anomalydetectionCommand = plainCommand(
  ["anomalydetection"],
  {
    method: choice(["histogram", "zscore", "iqr"], "histogram"),
    action: choice(["filter", "annotate", "summary", "tf", "transform", "rm", "remove"]),
    pthresh: decimal(),
    cutoff: boolean(true),
    param: decimal(2.5),
    uselower: boolean(false),
    mark: boolean(false),
  },
  "any",
);
