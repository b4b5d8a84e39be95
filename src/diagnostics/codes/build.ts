import { diagnosticTable, error } from "../diagnostic.js";
import { suggest } from "../suggest.js";

const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ");

function meantOrKnown(name: string, known: readonly string[]): string {
  const meant = suggest(name, known);
  return meant === undefined ? `known are ${list(known)}` : `did this mean \`${meant}\`?`;
}

interface Unknown {
  readonly name: string;
  readonly known: readonly string[];
}

/** What can stand in the way of a build: its settings, its requirements, its output folder. */
export const buildDiagnostics = diagnosticTable("build", {
  "unknown-target": error<Unknown>(
    ({ name }) => `there is no target \`${name}\``,
    ({ name, known }) => meantOrKnown(name, known),
  ),
  "unknown-source": error<Unknown>(
    ({ name }) => `there is no log source \`${name}\``,
    ({ name, known }) => {
      const meant = suggest(name, known);
      return meant === undefined ? undefined : `did this mean \`${meant}\`?`;
    },
  ),
  "unknown-home": error<Unknown & { source: string; target: string }>(
    ({ name, source, target }) => `the log source \`${source}\` has no home \`${name}\` in ${target}`,
    ({ name, known }) => (known.length === 0 ? "it has none there" : meantOrKnown(name, known)),
  ),
  "unknown-form": error<Unknown & { target: string }>(
    ({ name, target }) => `${target} has no form \`${name}\` of its rules`,
    ({ name, known }) => (known.length === 0 ? "its rules have one form only" : meantOrKnown(name, known)),
  ),
  "unknown-difference": error<Unknown>(
    ({ name }) => `there is no difference \`${name}\` to accept`,
    ({ name, known }) => meantOrKnown(name, known),
  ),
  "catalog-missing": error<{ folder: string }>(
    ({ folder }) => `the catalog folder \`${folder}\` does not exist`,
  ),
  "required-target-refused": error<{ name: string; target: string }>(
    ({ name, target }) => `\`${name}\` is required for ${target}, which cannot hold it exactly`,
  ),
  "artifact-clash": error<{ path: string; name: string }>(
    ({ path, name }) => `\`${name}\` gives the file \`${path}\`, which another detection has`,
    () => "file names differ only in case where a file system does not tell case apart",
  ),
  "no-such-folder": error<{ folder: string }>(({ folder }) => `\`${folder}\` is not a folder`),
  "no-such-detection": error<{ path: string }>(
    ({ path }) => `\`${path}\` is not a detection of the content repository`,
  ),
  "foreign-output": error<{ folder: string }>(
    ({ folder }) => `the output folder \`${folder}\` holds files that detc did not make, and is not replaced`,
    () => "`--out` names another folder; an empty one is taken too",
  ),
  "output-unwritable": error<{ folder: string; reason: string }>(
    ({ folder, reason }) => `the output folder \`${folder}\` cannot be written: ${reason}`,
  ),
  "search-too-large": error<{ size: number; limit: number }>(
    ({ size, limit }) => `the search has ${size} characters; searches of more than ${limit} are not read`,
  ),
  "no-search": error<object>(
    () => "there is no search to translate",
    () => "the search is the argument of the command, or comes on its standard input",
  ),
});
