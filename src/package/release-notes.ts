import type { MeaningChange } from "../explain/meaning-change.js";
import { codeSpan, escapeMarkdown } from "../action/markdown.js";
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
  /** Whether the search with its macros is another, apart from its layout. */
  readonly rewritten: boolean;
  /** Absent where one of the two searches has no plan. */
  readonly meaning?: MeaningChange;
}

const effects: Readonly<Record<MeaningChange["effect"], string>> = {
  same: "the search is written in another way, and finds what it found in the events of its log source",
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

function changedEntry({ before, after, rewritten, meaning }: ChangedDetection): string {
  const versions =
    before.version === after.version
      ? `version ${after.version}`
      : `version ${before.version} to ${after.version}`;
  const lines = [`**${escapeMarkdown(after.name)}** (${versions})`];
  if (before.name !== after.name) lines.push(`was called ${escapeMarkdown(before.name)}`);
  lines.push(...meaningLines(rewritten, meaning));
  const [ran, runs] = [scheduleOf(before), scheduleOf(after)];
  if (ran !== runs) lines.push(`runs ${runs}, and ran ${ran}`);
  if (before.risk.score !== after.risk.score)
    lines.push(`its risk score is ${after.risk.score}, and was ${before.risk.score}`);
  if (before.type !== after.type) lines.push(`is of the type ${after.type}, and was ${before.type}`);
  if (before.status !== after.status) lines.push(`is ${after.status}, and was ${before.status}`);
  const others = otherParts.filter((part) => saying(before[part]) !== saying(after[part]));
  if (others.length > 0) lines.push(`also changed: ${others.map(wordsOf).join(", ")}`);
  return lines.map((line, index) => (index === 0 ? `- ${line}` : `  - ${line}`)).join("\n");
}

function meaningLines(rewritten: boolean, meaning: MeaningChange | undefined): readonly string[] {
  if (meaning === undefined)
    return [
      rewritten
        ? "the search changed, and what that means cannot be told"
        : "the search is as it was; whether a lookup that it uses is, cannot be told",
    ];
  const { effect, before, after, tables } = meaning;
  if (!rewritten && effect === "same") return ["the search is as it was"];
  // Where the words are the same, the steps differ in something that they do not say.
  const told = before.filter((words) => !after.includes(words));
  const tells = after.filter((words) => !before.includes(words));
  const [was, is] = told.length > 0 && tells.length > 0 ? ["was", "is now"] : ["no longer", "now also"];
  return [
    effects[effect],
    ...told.map((words) => `${was}: ${codeSpan(words)}`),
    ...tells.map((words) => `${is}: ${codeSpan(words)}`),
    ...before.filter((words) => after.includes(words)).map((words) => `in another way: ${codeSpan(words)}`),
    ...tables.map((table) => `the lookup ${codeSpan(table)} is another`),
  ];
}

/** What a detection says beside what has a line of its own. */
const otherParts = [
  "description",
  "howToImplement",
  "falsePositives",
  "references",
  "dataSources",
  "tags",
  "risk",
  "drilldowns",
  "alertAction",
] as const satisfies readonly (keyof Detection)[];

function saying(part: unknown): string {
  return JSON.stringify(part, (key, value: unknown) => (key === "span" ? undefined : value));
}

function wordsOf(part: string): string {
  return part.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function scheduleOf({ schedule: { cron, earliest, latest } }: Detection): string {
  return `at ${codeSpan(cron)} over ${codeSpan(`${earliest} to ${latest}`)}`;
}
