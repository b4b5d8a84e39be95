import { describe, expect, it } from "vitest";
import { textsThatOnlyShow } from "../../src/plan/texts-that-only-show.js";
import { lowerText } from "../lower/lower-text.js";

function shows(rest: string): boolean {
  const { plan } = lowerText(`eventtype=wineventlog_security | eval n=EventCode/3 | ${rest}`);
  if (plan === undefined) throw new Error(`\`${rest}\` has no plan`);
  return textsThatOnlyShow(plan).size > 0;
}

describe("the text of a number", () => {
  it.each([
    ["in a result", "eval t=tostring(n) | table t"],
    ["put together with others", 'eval t="n is ".tostring(n) | eval t=t."!" | rename t as m | table m'],
    ["in a branch", 'eval t=if(n>2, "n is ".tostring(n), "") | table t'],
    [
      "of which it is asked whether it is there",
      'eval t=tostring(n) | where isnotnull(t) AND t!="" | table t',
    ],
    [
      "among the values of a group",
      "eval t=tostring(n) | stats values(t) as all count(t) as c by user | where c>3",
    ],
    [
      "behind a replacement of other characters",
      'eval t=replace(tostring(n).", ", ",\\s$", "") | where t!="" | table t',
    ],
    ["in rows of which some are taken", "eval t=tostring(n) | sort user | head 5 | table t"],
  ])("only shows %s", (_, rest) => {
    expect(shows(rest)).toBe(true);
  });

  it.each([
    ["compared with another", 'eval t=tostring(n) | where t="1.5" | table t'],
    ["tested in a branch", 'eval t=tostring(n), u=if(t="1.5", "a", "b") | table u'],
    ["grouped by", "eval t=tostring(n) | stats count by t"],
    ["counted by its values", "eval t=tostring(n) | stats dc(t) as d by user"],
    [
      "among values that are counted",
      "eval t=tostring(n) | stats values(t) as all by user | where mvcount(all)>1",
    ],
    ["ordered by", "eval t=tostring(n) | sort t | head 5"],
    ["told apart", "eval t=tostring(n) | dedup t"],
    ["searched", 'eval t=tostring(n) | where like(t, "1%")'],
    ["measured", "eval t=len(tostring(n)) | table t"],
    ["part of which is replaced", 'eval t=replace(tostring(n), "1", "") | where t!="" | table t'],
    ["written in a form of its own", 'eval t=tostring(n, "commas") | table t'],
    [
      "looked up",
      "eval t=tostring(n) | join t [ search eventtype=wineventlog_security | eval t=user | fields t ]",
    ],
  ])("is asked for %s", (_, rest) => {
    expect(shows(rest)).toBe(false);
  });
});
