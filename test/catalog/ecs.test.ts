import { EcsFlat } from "@elastic/ecs";
import { expect, test } from "vitest";
import { loadTargets } from "../../src/content/load-targets.js";
import { boundColumns } from "../conformance/catalog/bound-columns.js";

/** Fields below a field set of ECS that only an integration's own page lists. */
const ofIntegrations: readonly RegExp[] = [
  // Elastic Defend, exported fields.
  /^process\.Ext\./,
  // auditd and cisco_ios, exported fields.
  /^user\.(audit|saved|filesystem|owner)\.(group\.)?id$/,
  /^user\.terminal$/,
  /^log\.source\.address$/,
  // OpenTelemetry, semantic conventions of process metrics.
  /^process\.(threads|open_file_descriptors|cpu\.(time|utilization)|memory\.(usage|virtual|utilization)|disk\.(io|operations)|handles|parent_pid)$/,
];

/** Types that read alike. */
const family = (type: string): string =>
  type === "wildcard" || type === "constant_keyword" ? "keyword" : type === "match_only_text" ? "text" : type;

test("columns of Elastic are fields of ECS with their types, or an integration's own", async () => {
  const { profiles } = await loadTargets();
  const elastic = profiles.get("elastic");
  if (elastic === undefined) throw new Error("there is no profile of Elastic");
  const fields = new Map(
    Object.entries<{ readonly type: string }>(EcsFlat).map(([name, { type }]) => [name, type]),
  );
  const sets = new Set([...fields.keys()].map((name) => name.split(".")[0]));
  const below = boundColumns(elastic).filter(
    ({ column }) => sets.has(column.split(".")[0]) && !ofIntegrations.some((own) => own.test(column)),
  );
  expect(below.length).toBeGreaterThan(1000);
  const wrong = below.filter(({ column, type }) => family(fields.get(column) ?? "none") !== family(type));
  expect(wrong.map(({ source, column, type }) => `${source}: ${column} of type ${type}`)).toEqual([]);
});
