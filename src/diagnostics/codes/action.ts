import { diagnosticTable, error } from "../diagnostic.js";

/** What is wrong with the inputs of the GitHub Action. */
export const actionDiagnostics = diagnosticTable("action", {
  "wrong-input": error<{ name: string; found: string; expected: string }>(
    ({ name, found, expected }) => `the input \`${name}\` is \`${found}\`, and ${expected} is expected`,
  ),
});
