/**
 * Draws field values that ingest gives for the example logs of a content folder, for checking them by hand:
 *
 *     tsx test/support/draw-field-values.ts <content folder> [seed] [how many]
 *
 * Each line has the source, the field, the value, and the raw log around the place where the value stands in it; a
 * value that does not stand there as it is was derived, and has no such place.
 */
import { fieldsOfLog, readExampleLogs } from "./example-logs.js";
import { seededRandom } from "./seeded-random.js";

const [folder, seed = "1", count = "300"] = process.argv.slice(2);
if (folder === undefined) throw new Error("a content folder is expected");
const { examples } = await readExampleLogs(folder);
const values = examples.flatMap(({ source, raw, events }) =>
  events.flatMap((event) =>
    fieldsOfLog(event).map(([field, value]) => ({ source: source.name, field, value, raw })),
  ),
);
const random = seededRandom(Number(seed));
for (let drawn = 0; drawn < Number(count); drawn++) {
  const [found] = values.splice(Math.floor(random() * values.length), 1);
  if (found === undefined) break;
  const { source, field, value, raw } = found;
  const shown = typeof value === "object" ? JSON.stringify(value) : String(value);
  console.log(`${source} | ${field} = ${cut(shown, 110)} | ${around(raw, shown)}`);
}

function around(raw: string, value: string): string {
  const at = value === "" ? -1 : raw.indexOf(value);
  return at === -1 ? "(derived)" : cut(raw.slice(Math.max(0, at - 45), at + value.length + 12), 170);
}

function cut(text: string, length: number): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > length ? `${line.slice(0, length)}…` : line;
}
