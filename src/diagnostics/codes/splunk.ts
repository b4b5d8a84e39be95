import { diagnosticTable, error, warning } from "../diagnostic.js";

/** What keeps a readable search out of the Splunk app. */
export const splunkDiagnostics = diagnosticTable("splunk", {
  "unsafe-name": error<{ readonly name: string }>(
    ({ name }) => `\`name\` cannot be a stanza of savedsearches.conf: ${JSON.stringify(name)}`,
    () => "brackets and line breaks have no escape in a `.conf` file",
  ),
  "name-too-long": warning<{ readonly length: number; readonly longest: number }>(
    ({ length, longest }) =>
      `the name of the saved search has ${length} characters and Enterprise Security shows ${longest}`,
    ({ length, longest }) => `a \`name\` that is ${length - longest} characters shorter`,
  ),
});
