import { decimal, whole, word, words } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Shows the raw measurements of metrics. */
export const mpreviewCommand = plainCommand(["mpreview", "msearch"], {
  filter: word(),
  index: words(),
  splunk_server: words(),
  splunk_server_group: words(),
  earliest: word(),
  latest: word(),
  chunk_size: whole(1000),
  target_per_timeseries: decimal(5),
});
