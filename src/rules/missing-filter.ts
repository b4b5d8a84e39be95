import type { Detection } from "../detection/detection.js";
import { lintDiagnostics } from "../diagnostics/codes/rules.js";
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
          insertions: [{ at, side: "after", text: ` | \`${macro}\`` }],
        },
      },
    ];
  },
};

function filterOf({ stem }: Detection): string {
  return `${stem}_filter`;
}
