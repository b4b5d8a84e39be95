import type { Detection } from "../detection/detection.js";
import { lintDiagnostics } from "../diagnostics/codes/rules.js";
import { locate } from "../source/locate.js";
import type { Span } from "../source/source-text.js";
import { isForContentctl } from "./is-for-contentctl.js";
import type { Rule } from "./rule.js";

/**
 * contentctl wants every search to end with a macro of its own, so that a filter can be set without changing the search.
 */
export const missingFilter: Rule = {
  codes: ["missing-filter"],
  needs: "detection",
  check: ({ detection }) => {
    const { text } = detection.search.source;
    const macro = filterOf(detection);
    if (text.includes(`\`${macro}`) || !isForContentctl(detection)) return [];
    const end = text.trimEnd().length;
    const at = { source: detection.search.source, start: Math.max(0, end - 1), end };
    return [
      {
        diagnostic: lintDiagnostics["missing-filter"](at, { macro }),
        fix: {
          effect: "last-command",
          insertions: [{ at, side: "after", text: `${breakBefore(at)}| \`${macro}\`` }],
        },
      },
    ];
  },
};

/** What stands before the pipe of the new command: where the last one has a line of its own, a line break and as deep. */
function breakBefore(last: Span): string {
  const { file, end } = locate(last);
  const before = file.text.slice(0, end.offset);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  const indentation = /^([ \t]*)\|/.exec(line)?.[1];
  if (indentation === undefined) return " ";
  return `${before.endsWith(`\r\n${line}`) ? "\r" : ""}\n${indentation}`;
}

function filterOf({ stem }: Detection): string {
  return `${stem}_filter`;
}
