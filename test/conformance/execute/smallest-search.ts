import type { Detection } from "../../../src/detection/detection.js";
import { wholeText } from "../../../src/source/source-text.js";

/** The fewest steps of a search that still fail, or nearly so: one step at a time is left out, the last one first. */
export async function smallestSearch(
  detection: Detection,
  fails: (detection: Detection) => Promise<boolean>,
): Promise<Detection> {
  let current = detection;
  let steps = stepsOf(detection.search.source.text);
  for (let at = steps.length - 1; at >= 0 && steps.length > 1; at--) {
    const fewer = steps.filter((_, index) => index !== at);
    const smaller = withSearch(detection, fewer.join("|"));
    if (!(await fails(smaller))) continue;
    current = smaller;
    steps = fewer;
  }
  return current;
}

function withSearch(detection: Detection, text: string): Detection {
  const source = { ...detection.search.source, text };
  return { ...detection, search: { source, span: wholeText(source) } };
}

/** The steps of a search between its pipes; those inside a subsearch, a text or a macro belong to the step. */
export function stepsOf(search: string): readonly string[] {
  const steps: string[] = [];
  let step = "";
  let depth = 0;
  for (const part of search.match(/"(?:[^"\\]|\\[^])*"|```[^]*?```|`[^`]*`|[^]/g) ?? []) {
    if (part === "|" && depth === 0) {
      steps.push(step);
      step = "";
      continue;
    }
    if (part === "[") depth++;
    if (part === "]") depth--;
    step += part;
  }
  return [...steps, step];
}
