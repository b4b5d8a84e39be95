import { choice, word, words } from "../option-types.js";
import { plainCommand } from "../plain-command.js";

/** Lists the words of an index. */
export const walklexCommand = plainCommand(["walklex"], {
  type: choice(["all", "field", "fieldvalue", "term"], "all"),
  prefix: word(),
  pattern: word(),
  index: words(),
  splunk_server: words(),
  splunk_server_group: words(),
});
