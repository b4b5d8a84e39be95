import { boolean, words } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Counts the events of indexes. */
export const eventcountCommand = plainCommand(["eventcount"], {
  index: words(),
  summarize: boolean(true),
  report_size: boolean(false),
  list_vix: boolean(true),
  list_federated_remote: boolean(),
  splunk_server: words(),
  splunk_server_group: words(),
});
