import { boolean, span, word, words } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Lists the buckets of indexes. */
export const dbinspectCommand = plainCommand(["dbinspect"], {
  index: words(),
  splunk_server: words(),
  splunk_server_group: words(),
  span: span(),
  timeformat: word("%m/%d/%Y:%H:%M:%S"),
  corruptonly: boolean(false),
  cached: boolean(true),
});
