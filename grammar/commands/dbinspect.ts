import { boolean, choice, span, word, words } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Lists the buckets of indexes. */
export const dbinspectCommand = plainCommand(["dbinspect"], {
  index: words(),
  splunk_server: words(),
  splunk_server_group: words(),
  span: span(),
  timeformat: word("%m/%d/%Y:%H:%M:%S"),
  corruptonly: boolean(false),
  /** By the kind of index ("dbinspect" in the Search Reference). */
  cached: boolean(),
  bucketstate: choice(["all", "good", "corrupt"], "all"),
});
