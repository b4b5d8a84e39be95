import { choice, words } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Lists the hosts, sources or source types of indexes. */
export const metadataCommand = plainCommand(["metadata"], {
  type: choice(["hosts", "sources", "sourcetypes"]),
  index: words(),
  splunk_server: words(),
  splunk_server_group: words(),
  datatype: choice(["event", "metric"], "event"),
});
