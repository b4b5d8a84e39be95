import type { Detection } from "../detection/detection.js";

/** Whether a detection is written for contentctl, whose schema asks for a story: its conventions hold only then. */
export function isForContentctl({ tags: { analyticStories } }: Detection): boolean {
  return analyticStories.length > 0;
}
