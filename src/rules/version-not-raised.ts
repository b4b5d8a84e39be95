import type { Detection } from "../detection/detection.js";
import { lintDiagnostics } from "../diagnostics/codes/rules.js";
import type { Span } from "../source/source-text.js";
import { findings, type Rule } from "./rule.js";

/**
 * A detection that says something else than at an earlier commit has a higher version, so that whoever runs it sees
 * that it is another: contentctl compares versions, and a release names them.
 */
export const versionNotRaised: Rule = {
  codes: ["version-not-raised"],
  needs: "history",
  check: ({ detection, history }) => {
    const before = history?.changed.get(detection.id);
    if (history === undefined || before === undefined || detection.version > before) return [];
    const { version } = detection;
    return findings(
      lintDiagnostics["version-not-raised"](versionSpan(detection), { version, before, ref: history.ref }),
    );
  },
};

/** The value of the key, or the beginning of the file where it is not written at the beginning of a line. */
function versionSpan({ file }: Detection): Span {
  const match = /^version:[ \t]*(?<value>\S+)/m.exec(file.text);
  const value = match?.groups?.["value"] ?? "";
  const end = match === null ? 0 : match.index + match[0].length;
  return { source: file, start: end - value.length, end };
}
