import type { BucketUnit } from "../../plan/reshape.js";
import { dayOf, fromParts, partsOf } from "./calendar.js";
import { snap } from "./relative-time.js";

/** 4 January 1970. */
const firstSunday = 3;

/** Which of all buckets of that width a moment lies in, counted in the order of time ("bin"). */
export function bucketIndex(moment: number, size: number, unit: BucketUnit): number {
  switch (unit) {
    case "second":
      return Math.floor(moment / size);
    case "day":
      return Math.floor(dayOf(moment) / size);
    case "week":
      // Weeks start on Sunday, as `@w` does; what a width of several weeks aligns to is not documented.
      return Math.floor((dayOf(snap(moment, "week")) - firstSunday) / 7 / size);
    case "month": {
      const { year, month } = partsOf(moment);
      return Math.floor((year * 12 + month - 1) / size);
    }
    case "year":
      return Math.floor(partsOf(moment).year / size);
  }
}

/** When a bucket starts. */
export function bucketAt(index: number, size: number, unit: BucketUnit): number {
  switch (unit) {
    case "second":
      return index * size;
    case "day":
      return index * size * 86400;
    case "week":
      return (index * size * 7 + firstSunday) * 86400;
    case "month": {
      const months = index * size;
      return fromParts({ year: Math.floor(months / 12), month: (months % 12) + 1, day: 1 });
    }
    case "year":
      return fromParts({ year: index * size, month: 1, day: 1 });
  }
}
