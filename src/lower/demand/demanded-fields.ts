import type { Command } from "../../../grammar/commands/index.js";
import { groupNames } from "../regex-groups.js";

/** Parts of a command that name something else than a field it reads. */
const otherNames: ReadonlySet<string> = new Set([
  "alias",
  "table",
  "target",
  "keyword",
  "nameSpan",
  "options",
  "pipeline",
  "pipelines",
  "span",
  "source",
]);

/** Commands behind which only what they name is left. */
const closing: ReadonlySet<string> = new Set(["stats", "chart", "timechart", "top", "table", "tstats"]);

/**
 * The fields that commands read, up to and with the first that closes the row. A field that an earlier one of them
 * sets itself is not read from the event.
 */
export function demandedFields(commands: readonly Command[]): ReadonlySet<string> {
  const names = new Set<string>();
  const set = new Set<string>();
  for (const command of commands) {
    const read = new Set<string>();
    collectNames(command, read, otherNames);
    for (const name of read) if (!set.has(name)) names.add(name);
    for (const name of fieldsSet(command)) set.add(name);
    if (closesRow(command)) break;
  }
  return names;
}

/** The fields that `rex` makes of a text, and that no command before it reads. */
export function capturedFields(commands: readonly Command[]): ReadonlySet<string> {
  const captured = new Set<string>();
  commands.forEach((command, index) => {
    if (command.kind !== "rex" || command.mode === "sed") return;
    const read = demandedFields(commands.slice(0, index + 1));
    for (const name of groupNames(command.pattern.value)) if (!read.has(name)) captured.add(name);
  });
  return captured;
}

/** Whether behind a command only what it names is left. */
export function closesRow(command: Command): boolean {
  return closing.has(command.kind) || (command.kind === "fields" && command.mode === "keep");
}

function fieldsSet(command: Command): readonly string[] {
  return command.kind === "eval" ? command.assignments.map(({ target }) => target.name) : [];
}

/** Every name of a field in a part of the syntax tree: a field of an expression, or a name with its place. */
export function collectNames(node: unknown, names: Set<string>, skipped: ReadonlySet<string>): void {
  if (Array.isArray(node)) {
    for (const element of node) collectNames(element, names, skipped);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  if ("name" in node && typeof node.name === "string" && "span" in node && isField(node))
    names.add(node.name);
  for (const [key, part] of Object.entries(node)) if (!skipped.has(key)) collectNames(part, names, skipped);
}

function isField(node: object): boolean {
  if (!("kind" in node)) return true;
  return node.kind === "eval-field";
}
