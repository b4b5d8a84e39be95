import { describe, expect, it } from "vitest";
import { cronInterval, inUnits, relativeTime } from "../../../src/backends/shared/schedule.js";

/** https://help.splunk.com/en/splunk-enterprise/search/search-manual/specify-time-ranges/specify-time-modifiers-in-your-search */
describe("a relative time", () => {
  it.each([
    ["now", 0],
    ["-30s", 30],
    ["-70m", 4200],
    ["-24h", 86_400],
    ["-h", 3600],
    ["-7d", 604_800],
    ["-2weeks", 1_209_600],
  ])("%s is %i seconds ago", (text, secondsAgo) => {
    expect(relativeTime(text)).toEqual({ secondsAgo });
  });

  it("keeps the unit that it is floored to", () => {
    expect(relativeTime("-70m@m")).toEqual({ secondsAgo: 4200, snap: "m" });
    expect(relativeTime("@d")).toEqual({ secondsAgo: 0, snap: "d" });
  });

  it.each(["-1mon", "+5m", "-1d@d+8h", "-1d@w0"])("%s is none that other products can say", (text) => {
    expect(relativeTime(text)).toBeUndefined();
  });
});

describe("an amount of time", () => {
  it.each([
    [4200, { amount: 70, unit: "m" }],
    [4270, { amount: 4270, unit: "s" }],
    [7200, { amount: 2, unit: "h" }],
    [172_800, { amount: 2, unit: "d" }],
  ])("%i seconds are written in the largest unit that divides them", (seconds, expected) => {
    expect(inUnits(seconds)).toEqual(expected);
  });
});

describe("the time between two runs", () => {
  it.each([
    ["*/5 * * * *", 300],
    ["0 * * * *", 3600],
    ["7 */2 * * *", 7200],
    ["0,30 * * * *", 1800],
    ["0 3 * * *", 86_400],
    ["0 3 * * mon", 604_800],
  ])("%s", (cron, seconds) => {
    expect(cronInterval(cron)).toBe(seconds);
  });

  it.each(["*/7 * * * *", "0,20 * * * *", "0 3 1 * *", "0 3 * * 1-5"])("%s is not even", (cron) => {
    expect(cronInterval(cron)).toBeUndefined();
  });
});
