import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadContent } from "../../src/content/load-content.js";
import type { Detection } from "../../src/detection/detection.js";

const name = "Windows Certificate Exported From Local Store";

async function detectionIn(folder: string): Promise<Detection> {
  const content = await loadContent(fileURLToPath(new URL(folder, import.meta.url)));
  expect(content.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const detection = content.detections.find((candidate) => candidate.name === name);
  if (detection === undefined) throw new Error(`${folder} has no such detection`);
  return detection;
}

/** What a detection says, without the places where it says it. */
function meaning({ file, path, search, tags, risk, tests, schedule, alertAction, ...rest }: Detection) {
  expect(file.name.endsWith(path)).toBe(true);
  const { techniques, confidence, impact, ...others } = tags;
  return {
    ...rest,
    targets: rest.targets.skip.length,
    drilldowns: rest.drilldowns.map(({ span, ...drilldown }) => ({
      ...drilldown,
      placed: span.end > span.start,
    })),
    search: search.source.text.trim(),
    tags: { ...others, techniques: techniques.map(({ value }) => value) },
    scored: confidence !== undefined && impact !== undefined,
    risk: {
      ...risk,
      objects: risk.objects.map(({ field, type, score }) => ({ field, type, score })),
      threats: risk.threats.map(({ field, type }) => ({ field, type })),
    },
    tests: tests.map((test) => test.name),
    cron: schedule.cron,
    actions: Object.keys(alertAction),
  };
}

describe("the formats of 2024 and of 2026", () => {
  it("give the same detection, but for the old scores", async () => {
    const [now, then] = await Promise.all([detectionIn("../.."), detectionIn("./formats")]);
    expect(then.risk.format).toBe("observable");
    expect(then.tags).toMatchObject({ confidence: 60, impact: 50 });
    const current = meaning(now);
    expect(meaning(then)).toEqual({
      ...current,
      scored: true,
      risk: { ...current.risk, format: "observable" },
    });
  });
});
