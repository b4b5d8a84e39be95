import { diagnosticTable, error } from "../diagnostic.js";

/** What stands in the way of comparing content with an earlier state of it. */
export const gitDiagnostics = diagnosticTable("git", {
  "no-repository": error<{ folder: string; reason: string }>(
    ({ folder, reason }) => `\`${folder}\` cannot be compared with an earlier state: ${reason}`,
    () => "the folder has to lie in a git repository",
  ),
  "unknown-ref": error<{ ref: string }>(
    ({ ref }) => `git knows no commit \`${ref}\``,
    () => "a checkout of a single commit has no history: `fetch-depth: 0` of actions/checkout brings it",
  ),
  "version-not-raised": error<{ name: string; version: number; ref: string }>(
    ({ name, version, ref }) =>
      `\`${name}\` was changed since \`${ref}\`, and its version is still ${version}`,
    () => "`detc bump` raises the version and sets the date",
  ),
  "version-lowered": error<{ name: string; version: number; before: number; ref: string }>(
    ({ name, version, before, ref }) =>
      `the version of \`${name}\` is ${version}, and was ${before} at \`${ref}\``,
  ),
});
