import { expect, test } from "vitest";
import { detectionYaml, temporaryFolder } from "../support/content-folder.js";
import { runDetc } from "../support/run-detc.js";

const id = (digit: number): string => `0b3f3f52-5a2c-4c0e-9a3e-6a1f3f0e7d1${digit}`;

test("what is unmapped is listed with the shares of what is known", async () => {
  const root = temporaryFolder({
    "detections/known.yml": detectionYaml({
      name: "Known",
      id: id(1),
      search: "sourcetype=aws:cloudtrail eventName=x",
    }),
    "detections/field.yml": detectionYaml({
      name: "Field",
      id: id(2),
      search: "sourcetype=aws:description id=x",
    }),
    "detections/source.yml": detectionYaml({
      name: "Source",
      id: id(3),
      search: "sourcetype=own:thing id=x",
    }),
  });
  const { status, out } = await runDetc(root, ["sources", "--unmapped", "--target", "sentinel"]);
  expect(status).toBe(0);
  expect(out).toContain("The log source of 2 of 3 searches (66.7 %) is recognised.");
  expect(out).toContain("1 of 3 searches are not understood and not counted below.");
  expect(out).toContain("Microsoft Sentinel: 1 of 2 detections (50.0 %) are mapped");
  expect(out).toMatch(/1 +│ 1 +│ aws\.description +│ \(no table\)/);
});

test("each source is listed with its tables", async () => {
  const { out } = await runDetc(temporaryFolder(), ["sources", "--target", "sentinel"]);
  expect(out).toContain("aws.cloudtrail  AWS CloudTrail\n  Microsoft Sentinel  AWSCloudTrail\n");
});
