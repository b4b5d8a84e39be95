import { boolean, choice, decimal } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Cuts or drops values far from the others. */
export const outlierCommand = plainCommand(
  ["outlier", "outlierfilter"],
  {
    action: choice(["tf", "transform", "rm", "remove"], "tf"),
    param: decimal(2.5),
    type: choice(["iqr"]),
    uselower: boolean(false),
    mark: boolean(false),
  },
  "any",
);
