import { diagnosticTable, error } from "../diagnostic.js";

/** What stands in the way of a new repository or detection. */
export const starterDiagnostics = diagnosticTable("starter", {
  exists: error<{ path: string }>(({ path }) => `\`${path}\` exists already, and is not replaced`),
  unwritable: error<{ path: string; reason: string }>(
    ({ path, reason }) => `\`${path}\` cannot be written: ${reason}`,
  ),
  unnamed: error<{ name: string }>(
    ({ name }) =>
      name.trim() === ""
        ? "the name of a detection is empty"
        : `the name \`${name}\` has no letter or digit that a file could be named by`,
    () => "a name says what is found, for example `detc new 'Certutil Downloads A File'`",
  ),
});
