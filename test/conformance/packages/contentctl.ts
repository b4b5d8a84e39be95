import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dump, load } from "js-yaml";
import type { Manifest } from "../../../src/manifest/manifest.js";
import { compareApps } from "./compare-apps.js";
import { runDetc } from "./detc.js";
import { environment } from "./environment.js";
import { reasonOf } from "./known-differences.js";

/** What contentctl 4 builds from content of its format, of which these are the last that work together. */
const requirements = ["contentctl==4.4.3", "pydantic==2.9.2", "tyro==0.8.14"];

interface App {
  readonly appid: string;
  readonly title: string;
  readonly label: string;
  readonly version: string;
  readonly description: string;
  readonly author_company: string;
}

/**
 * Builds the content with contentctl and with detc, under the same names, and lists what differs: how often for each
 * known reason, and one by one where there is none. True where there is a reason for everything.
 */
export function compareWithContentctl(content: string, cache: string): boolean {
  const bin = environment(cache, "contentctl", requirements);
  const folder = mkdtempSync(join(tmpdir(), "detc-contentctl-"));
  try {
    const copy = join(folder, "content");
    cpSync(content, copy, { recursive: true });
    const { app } = load(readFileSync(join(copy, "contentctl.yml"), "utf8")) as { readonly app: App };
    for (const needed of ["app_template/default", "app_template/lookups", "playbooks", "investigations"])
      mkdirSync(join(copy, needed), { recursive: true });
    execFileSync(join(bin, "contentctl"), ["build"], { cwd: copy, stdio: ["ignore", "ignore", "inherit"] });
    const names = {
      id: app.appid,
      title: app.title,
      label: app.label,
      version: app.version,
      description: app.description,
      author: app.author_company,
    };
    writeFileSync(join(copy, "detc.yml"), dump({ app: names }));
    const out = join(folder, "dist");
    runDetc(["build", copy, "--target", "splunk", "--keep-going", "--no-cache", "--out", out]);
    const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as Manifest;
    return report(join(copy, "dist", app.appid), join(out, "splunk"), manifest);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(theirs: string, ours: string, { detections }: Manifest): boolean {
  const named = (wanted: string): ReadonlySet<string> =>
    new Set(detections.filter(({ targets }) => targets["splunk"]?.status === wanted).map(({ name }) => name));
  const leftOut = { deprecated: named("skipped"), unreadable: named("invalid") };
  const counts = new Map<string, number>();
  const unexplained = compareApps(theirs, ours).filter((difference) => {
    const reason = reasonOf(difference, leftOut);
    if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    return reason === undefined;
  });
  const built = detections.filter(({ targets }) => targets["splunk"]?.status === "compiled").length;
  console.log(`The Splunk app of ${built} detections beside that of contentctl:`);
  for (const [reason, count] of counts) console.log(`  ${String(count).padStart(5)}  ${reason}`);
  console.log(`  ${String(unexplained.length).padStart(5)}  without a reason`);
  for (const each of unexplained.slice(0, 20)) console.log(JSON.stringify(each, undefined, 2).slice(0, 2000));
  return unexplained.length === 0;
}
