import { beforeAll, expect, test } from "vitest";
import { meaningChange } from "../../src/explain/meaning-change.js";
import type { LogicalPlan } from "../../src/plan/plan.js";
import { understand, type Compiler } from "../../src/compile.js";
import { loadTargets } from "../../src/content/load-targets.js";

let compiler: Compiler;
beforeAll(async () => {
  const { catalog } = await loadTargets();
  const content = {
    detections: [],
    macros: new Map(),
    lookups: new Map(),
    dataSources: new Map(),
    stories: new Map(),
    baselines: [],
    diagnostics: [],
  };
  compiler = { content, catalog, targets: [] };
});

const source = 'source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational"';

function planOf(search: string): LogicalPlan {
  const { plan, diagnostics } = understand({ name: "search.spl", text: `${source} ${search}` }, compiler);
  if (plan === undefined) throw new Error(diagnostics.map(({ message }) => message).join());
  return plan;
}

test.each([
  ["EventCode=1", "EventCode=1", "same"],
  ["EventCode=1", "EventCode=1 User=a", "less"],
  ["EventCode=1 User=a", "EventCode=1", "more"],
  ["EventCode=1 (User=a OR User=b)", "EventCode=1 (User=a OR User=b OR User=c)", "more"],
  ["EventCode=1 (User=a OR User=b OR User=c)", "EventCode=1 (User=a OR User=b)", "less"],
  ["EventCode=1 User=a", "EventCode=1 User=b", "otherwise"],
  // What groups are held against can only grow with more events.
  [
    "EventCode=1 Image=a | stats count by User | where count > 3",
    "EventCode=1 | stats count by User | where count > 3",
    "more",
  ],
  [
    "EventCode=1 | stats dc(Image) as n by User | rename n as images | where images >= 3",
    "EventCode=1 Image!=a | stats dc(Image) as n by User | rename n as images | where images >= 3",
    "less",
  ],
  [
    'EventCode=1 | stats count by User | where User!="a"',
    'EventCode=1 Image=a | stats count by User | where User!="a" AND count > 1',
    "less",
  ],
  // Not the ones that may shrink, or that are made of other columns.
  [
    "EventCode=1 Image=a | stats avg(EventID) as n by User | where n > 3",
    "EventCode=1 | stats avg(EventID) as n by User | where n > 3",
    "otherwise",
  ],
  [
    "EventCode=1 Image=a | stats count by User | eval count=10-count | where count > 3",
    "EventCode=1 | stats count by User | eval count=10-count | where count > 3",
    "otherwise",
  ],
  // The first rows of more events may be other rows.
  ["EventCode=1 User=a | head 10", "EventCode=1 | head 10", "otherwise"],
  ["EventCode=1 User=a | dedup Image", "EventCode=1 | dedup Image", "otherwise"],
  // One more condition and one less.
  ["EventCode=1 User=a", "EventCode=1 Image=b", "otherwise"],
  ["EventCode=1 User=a (Image=a OR Image=b)", "EventCode=1 User=a (Image=a OR Image=b OR Image=c)", "more"],
  ["EventCode=1 User=a Image=a", "EventCode=1 (User=a OR User=b)", "more"],
  // A number that only looks like one may be compared as text.
  ["EventCode=1 | where len(Image) > 100", "EventCode=1 | where len(Image) > 50", "more"],
  ["EventCode=1 | where User > 100", "EventCode=1 | where User > 50", "otherwise"],
  // What the words of two steps do not say.
  ["EventCode=1 | sort 0 User | head 5", "EventCode=1 | sort 0 num(User) | head 5", "otherwise"],
  // Case does not count in the search language, and counts in `where`.
  ["EventCode=1 User=ADA", "EventCode=1 User=ada", "same"],
  ['EventCode=1 | where User="ADA"', 'EventCode=1 | where User="ada"', "otherwise"],
  // The same words over a column that was given another value in between.
  [
    "EventCode=1 | where User=5 | eval User=5",
    'EventCode=1 | eval User=5 | where User=5 AND Image="a"',
    "otherwise",
  ],
  [
    "EventCode=1 | stats count by User | where count > 10",
    "EventCode=1 | stats count by User | where count > 5",
    "more",
  ],
  [
    "EventCode=1 | stats count by User | where count > 10",
    "EventCode=1 | stats count by User | where count >= 10",
    "more",
  ],
  [
    "EventCode=1 | stats count by User | where count < 10",
    "EventCode=1 | stats count by User | where count < 5",
    "less",
  ],
  [
    "EventCode=1 | stats count by User | where count > 10",
    "EventCode=1 | stats count by User | where count < 10",
    "otherwise",
  ],
  [
    "EventCode=1 | stats count by User | where count > 10 | stats count",
    "EventCode=1 | stats count by User | where count > 5 | stats count",
    "otherwise",
  ],
  // Fewer events can be more rows that pass a test on their number.
  [
    "EventCode=1 | stats count by User | where count < 3",
    "EventCode=1 Image=a | stats count by User | where count < 3",
    "otherwise",
  ],
  ["EventCode=1 | stats count by User", "EventCode=1 | stats count by Computer", "otherwise"],
])("`%s` to `%s`: %s", (before, after, effect) => {
  expect(meaningChange(planOf(before), planOf(after)).effect).toBe(effect);
});
