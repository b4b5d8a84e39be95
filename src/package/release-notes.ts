import type { MeaningChange } from "../explain/meaning-change.js";
import { escapeMarkdown } from "../action/markdown.js";
import type { Detection } from "../detection/detection.js";
import type { ReleaseSettings } from "../target/backend.js";

/** What became of the detections since an earlier state. */
export interface DetectionChanges {
  readonly added: readonly Detection[];
  readonly changed: readonly ChangedDetection[];
  readonly removed: readonly Detection[];
  /** How many detections are in no archive: invalid, or refused for every target. */
  readonly leftOut: number;
}

export interface ChangedDetection {
  readonly before: Detection;
  readonly after: Detection;
  /** Absent where one of the two searches has no plan. */
  readonly meaning?: MeaningChange;
}

const effects: Readonly<Record<MeaningChange["effect"], string>> = {
  same: "finds what it found",
  more: "finds more than before",
  less: "finds less than before",
  otherwise: "may find more, less or something else",
};

/** What a release brings, in Markdown; `since` is the tag it is compared with. */
export function releaseNotes(
  { name, version, date }: ReleaseSettings,
  since: string | undefined,
  { added, changed, removed, leftOut }: DetectionChanges,
): string {
  const parts = [`# ${escapeMarkdown(name)} ${version}`, date];
  if (since !== undefined) parts.push(`Since ${escapeMarkdown(since)}:`);
  parts.push(
    ...section("Added", added, (detection) => `- ${title(detection)}: ${sentence(detection.description)}`),
    ...section("Changed", changed, changedEntry),
    ...section("Removed", removed, (detection) => `- ${title(detection)}`),
  );
  if (added.length + changed.length + removed.length === 0) parts.push("No detection changed.");
  if (leftOut > 0)
    parts.push(`In no archive, since invalid or refused for every target: ${leftOut} of the detections.`);
  return `${parts.join("\n\n")}\n`;
}

function section<Item>(
  heading: string,
  items: readonly Item[],
  entry: (item: Item) => string,
): readonly string[] {
  return items.length === 0 ? [] : [`## ${heading} (${items.length})`, items.map(entry).join("\n")];
}

function title({ name, version }: Detection): string {
  return `**${escapeMarkdown(name)}** (version ${version})`;
}

function sentence(text: string): string {
  const [first = ""] = text.trim().split(/(?<=[.!?])\s/);
  return escapeMarkdown(first);
}

function changedEntry({ before, after, meaning }: ChangedDetection): string {
  const lines = [`- **${escapeMarkdown(after.name)}** (version ${before.version} to ${after.version})`];
  if (before.name !== after.name) lines.push(`  - was called ${escapeMarkdown(before.name)}`);
  if (before.search.source.text !== after.search.source.text && meaning === undefined)
    lines.push("  - the search changed, and what that means cannot be told");
  if (meaning !== undefined) {
    lines.push(`  - ${effects[meaning.effect]}`);
    const replaced = meaning.before.length > 0 && meaning.after.length > 0;
    const [was, is] = replaced ? ["was", "is now"] : ["no longer", "now also"];
    lines.push(...meaning.before.map((words) => `  - ${was}: ${escapeMarkdown(words)}`));
    lines.push(...meaning.after.map((words) => `  - ${is}: ${escapeMarkdown(words)}`));
  }
  if (JSON.stringify(schedule(before)) !== JSON.stringify(schedule(after)))
    lines.push(
      `  - runs on \`${escapeMarkdown(after.schedule.cron)}\` from ${escapeMarkdown(after.schedule.earliest)} to ${escapeMarkdown(after.schedule.latest)}`,
    );
  if (before.risk.score !== after.risk.score)
    lines.push(`  - its risk score is ${after.risk.score}, and was ${before.risk.score}`);
  if (before.status !== after.status) lines.push(`  - is ${after.status}, and was ${before.status}`);
  return lines.join("\n");
}

function schedule({ schedule: { cron, earliest, latest } }: Detection): readonly string[] {
  return [cron, earliest, latest];
}
