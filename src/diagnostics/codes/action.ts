import { diagnosticTable, error } from "../diagnostic.js";

/** What is wrong with the inputs of the GitHub Action, or stands in the way of its results. */
export const actionDiagnostics = diagnosticTable("action", {
  "wrong-input": error<{ name: string; found: string; expected: string }>(
    ({ name, found, expected }) => `the input \`${name}\` is \`${found}\`, and ${expected} is expected`,
  ),
  unwritable: error<{ name: string; reason: string }>(
    ({ name, reason }) => `the file \`${name}\` cannot be written: ${reason}`,
    () => "the inputs of the action say where files are written",
  ),
});
