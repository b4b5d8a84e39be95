import { diagnosticTable, error } from "../diagnostic.js";

/** What can keep a search from being formatted. */
export const formatDiagnostics = diagnosticTable("format", {
  "changes-meaning": error<object>(
    () => "the formatted search would not mean the same, so it is left as it is",
    () => "a macro that holds a part of a word or of a quoted text can be the reason",
  ),
  "no-block-scalar": error<object>(
    () => "the search cannot stand in a block scalar here, so it is left as it is",
    () => "a detection is a mapping in block style, with the search as one of its keys",
  ),
  unwritable: error<{ reason: string }>(({ reason }) => `the file cannot be written: ${reason}`),
  "no-search": error<object>(() => "the file has no text under the key `search`"),
});
