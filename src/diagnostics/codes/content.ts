import { diagnosticTable, error, warning } from "../diagnostic.js";

const code = (text: string): string => `\`${text}\``;

/** What can be wrong with the files of a content repository. */
export const contentDiagnostics = diagnosticTable("content", {
  "no-detections": error<{ root: string }>(
    ({ root }) => `no detections were found under ${code(root)}`,
    () => "a content repository keeps its detections as YAML files in a folder `detections`",
  ),
  unreadable: error<{ what: string; reason: string }>(
    ({ what, reason }) => `the ${what} cannot be read: ${reason}`,
  ),
  "not-a-file": error<{ name: string }>(
    ({ name }) => `${code(name)} is named like a content file and is not a regular file`,
  ),
  "too-large": error<{ size: number; limit: number }>(
    ({ size, limit }) => `the file has ${size} bytes; content files of more than ${limit} bytes are not read`,
  ),
  "invalid-utf8": error<object>(
    () => "the file is not valid UTF-8",
    () => "content files are UTF-8 text; the file was saved in another encoding or is not text",
  ),
  "invalid-yaml": error<{ reason: string }>(({ reason }) => `the file is not valid YAML: ${reason}`),
  "too-many-values": error<{ limit: number }>(
    ({ limit }) => `the file holds more than ${limit} values, those that its aliases repeat included`,
  ),
  "nested-too-deep": error<{ limit: number }>(
    ({ limit }) => `values are nested more than ${limit} levels deep`,
  ),
  "empty-file": error<object>(() => "the file holds no value"),
  "duplicate-key": error<{ key: string }>(({ key }) => `the key ${code(key)} occurs twice`),
  "missing-key": error<{ key: string; where: string }>(
    ({ key, where }) => `the key ${code(key)} is missing${where === "" ? "" : ` in ${code(where)}`}`,
  ),
  "misspelt-key": error<{ key: string; suggestion: string }>(
    ({ key }) => `the key ${code(key)} is unknown`,
    ({ suggestion }) => `did this mean ${code(suggestion)}?`,
  ),
  "unknown-key": warning<{ key: string }>(({ key }) => `the key ${code(key)} is unknown and has no effect`),
  "wrong-type": error<{ key: string; expected: string; found: string }>(
    ({ key, expected, found }) => `${code(key)} has to be ${expected}, not ${found}`,
  ),
  "wrong-value": error<{ key: string; found: string; allowed: readonly string[] }>(
    ({ key, found, allowed }) =>
      `${code(key)} has to be ${allowed.map(code).join(allowed.length === 2 ? " or " : ", ")}, not ${code(found)}`,
  ),
  "wrong-format": error<{ key: string; found: string; expected: string }>(
    ({ key, found, expected }) => `${code(key)} has to be ${expected}, not ${code(found)}`,
  ),
  "out-of-range": error<{ key: string; expected: string }>(({ key, expected }) => `${code(key)} ${expected}`),
  "duplicate-id": error<{ id: string }>(
    ({ id }) => `the id ${code(id)} is used twice`,
    () => "every piece of content has an id of its own",
  ),
  "duplicate-name": error<{ kind: string; name: string }>(
    ({ kind, name }) => `there are two ${kind}s named ${code(name)}`,
  ),
  "duplicate-slug": error<{ name: string; slug: string }>(
    ({ name, slug }) =>
      `the name ${code(name)} gives the file name ${code(slug)}, which another detection has`,
    () => "names that differ only in case, spaces and punctuation give the same files",
  ),
  "lookup-file-missing": warning<{ name: string; file: string }>(
    ({ name, file }) => `the file ${code(file)} of the lookup ${code(name)} does not exist`,
    () => "searches that use the lookup compile only where a target needs its name alone",
  ),
  "lookup-file-outside": error<{ file: string }>(
    ({ file }) => `${code(file)} is not the name of a file beside the lookup`,
  ),
  "lookup-without-data": error<{ name: string }>(
    ({ name }) => `the lookup ${code(name)} has neither a file nor a collection`,
    () => "a lookup names its CSV in `filename`, or its KV store in `collection`",
  ),
  "lookup-match-type": error<{ text: string }>(
    ({ text }) => `${code(text)} is not a match type`,
    () => "a match type is `WILDCARD(field)`, `CIDR(field)` or `EXACT(field)`",
  ),
  "empty-csv": error<object>(() => "the CSV file has no header line that can be read"),
});
