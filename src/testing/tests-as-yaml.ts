import { CORE_SCHEMA, dump, load } from "js-yaml";
import type { Event } from "../evaluate/value.js";
import type { GeneratedTest } from "./generated-tests.js";

/** Tests as items of a detection's `tests:`, each event under a comment that says what is tried with it. */
export function testsAsYaml(tests: readonly GeneratedTest[], indent = "  "): string {
  return tests
    .map(({ name, events, empty, rows }) => {
      const items = events.map(
        ({ note, fields }) => `# ${note}\n- ${indented(fieldsAsYaml(fields), "  ").trimStart()}`,
      );
      const tables = empty.length === 0 ? [] : ["lookups:", ...empty.map((each) => `  ${yaml(each)}: []`)];
      const body = [
        `name: ${yaml(name)}`,
        ...tables,
        "events:",
        indented(items.join("\n"), "  "),
        "expect:",
        `  rows: ${String(rows)}`,
      ].join("\n");
      return indented(`- ${indented(body, "  ").trimStart()}`, indent);
    })
    .join("\n")
    .concat("\n");
}

/**
 * A detection's file with tests behind those that it has; every other byte stays. `undefined` where the file is written
 * in a way that this cannot add to.
 */
export function withTests(file: string, tests: readonly GeneratedTest[]): string | undefined {
  const lines = file.split("\n");
  const start = lines.findIndex((line) => /^tests:\s*(?:#.*)?$/.test(line));
  const separator = file.endsWith("\n") ? "" : "\n";
  const added =
    start === -1
      ? `${file}${separator}tests:\n${testsAsYaml(tests)}`
      : insertedAt(lines, start, testsAsYaml(tests, indentOf(lines, start)));
  return addsOnly(file, added, tests.length) ? added : undefined;
}

function indentOf(lines: readonly string[], start: number): string {
  const first = lines.slice(start + 1).find((line) => /^\s*-/.test(line));
  return /^\s*/.exec(first ?? "  -")?.[0] ?? "  ";
}

/** Behind the list: before the next key of the file, and before what stands above that key. */
function insertedAt(lines: readonly string[], start: number, text: string): string {
  const after = lines.findIndex((line, index) => index > start && /^[^\s#-]/.test(line));
  let end = after === -1 ? lines.length : after;
  while (end > start + 1 && /^\s*(?:#.*)?$/.test(lines[end - 1] ?? "")) end -= 1;
  const rest = lines.slice(end).join("\n");
  return `${lines.slice(0, end).join("\n")}\n${text}${rest}`;
}

/** Whether the second text holds what the first does, and as many more tests. */
function addsOnly(before: string, after: string, count: number): boolean {
  const read = (text: string): Map<string, unknown> => {
    const value = load(text, { schema: CORE_SCHEMA });
    return new Map(Object.entries(typeof value === "object" && value !== null ? value : {}));
  };
  try {
    const [first, second] = [read(before), read(after)];
    const [old, all] = [first.get("tests") ?? [], second.get("tests")];
    if (!Array.isArray(old) || !Array.isArray(all) || all.length !== old.length + count) return false;
    first.delete("tests");
    second.delete("tests");
    const same = JSON.stringify([...first]) === JSON.stringify([...second]);
    return same && JSON.stringify(all.slice(0, old.length)) === JSON.stringify(old);
  } catch {
    return false;
  }
}

/** A text with line ends is written with escapes: what ends a block would be trimmed. */
function fieldsAsYaml(fields: Event): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const written = JSON.stringify(value);
      return /\\[nr]/.test(written) ? `${yaml(name)}: ${written}` : yaml({ [name]: value });
    })
    .join("\n");
}

function yaml(value: unknown): string {
  return dump(value, { schema: CORE_SCHEMA, lineWidth: -1, noRefs: true, quotingType: '"' }).trimEnd();
}

function indented(text: string, indent: string): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? "" : `${indent}${line}`))
    .join("\n");
}
