import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { commandTable } from "../../grammar/commands/index.js";
import { opaqueCommands } from "../../grammar/commands/opaque.js";
import { OptionReader } from "../../grammar/option-reader.js";
import { parseSearch } from "../../grammar/parser.js";
import { text, withoutSpans } from "../support/without-spans.js";

/** A command with its options; `stated` ones have a default. */
interface Entry {
  readonly command: string;
  readonly options: readonly { readonly stated: boolean; readonly option: string; readonly other: string }[];
}

/** `name=value~another`; the value may be in quotes. */
const optionText = /([\w.-]+)=("[^"]*"|[^\s~]+)(?:~(\S+))?/g;

function readEntries(): readonly Entry[] {
  const entries: Entry[] = [];
  for (const line of readFileSync(new URL("defaults.txt", import.meta.url), "utf8").split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    if (!line.startsWith(" ")) entries.push({ command: line, options: [] });
    else {
      const last = entries.pop();
      if (last === undefined) throw new Error(line);
      const [, source = "", rest = ""] = /^ +(\S+) (.*)$/.exec(line) ?? [];
      const stated = source === "page" || source === "grammar";
      const options = [...rest.matchAll(optionText)].map(([, name = "", value = "", other]) => ({
        stated,
        option: `${name}=${value}`,
        other: `${name}=${other ?? anotherValue(value)}`,
      }));
      entries.push({ ...last, options: [...last.options, ...options] });
    }
  }
  return entries;
}

function anotherValue(value: string): string {
  if (value === "t") return "f";
  if (value === "f") return "t";
  if (/^-?[\d.]+$/.test(value)) return String(Number(value) + 1);
  return value.endsWith('"') ? `${value.slice(0, -1)}x"` : `${value}x`;
}

const entries = readEntries();

function tree(search: string): unknown {
  const { pipeline, diagnostics } = parseSearch(text(search));
  expect(diagnostics, search).toEqual([]);
  return withoutSpans(pipeline);
}

const options = entries.flatMap(({ command, options: list }) => list.map((one) => ({ command, ...one })));

describe("an option that is not given has its default", () => {
  test.each(options.filter(({ stated }) => stated))("| $command $option", ({ command, option, other }) => {
    expect(tree(`| ${command} ${option}`)).toEqual(tree(`| ${command}`));
    expect(tree(`| ${command} ${other}`)).not.toEqual(tree(`| ${command}`));
  });
});

describe("an option without one default is left out of the tree", () => {
  test.each(options.filter(({ stated }) => !stated))("| $command $option", ({ command, option }) => {
    expect(tree(`| ${command} ${option}`)).not.toEqual(tree(`| ${command}`));
  });
});

describe("the table is complete", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test("every command", () => {
    const named = new Set(entries.map(({ command }) => commandTable.get(command.split(" ")[0] ?? "")));
    const missing = [...commandTable.values()].filter((command) => !named.has(command));
    expect(missing.flatMap(({ names: [name] }) => name)).toEqual(
      opaqueCommands.map(({ names: [name] }) => name),
    );
  });

  test("every option of every command", () => {
    const asked = vi.spyOn(OptionReader.prototype, "every");
    const known = new Map<string, Set<string>>();
    const listed = new Map<string, Set<string>>();
    for (const { command, options: list } of entries) {
      const name = command.split(" ")[0] ?? "";
      asked.mockClear();
      parseSearch(text(`| ${command}`));
      const inside = asked.mock.contexts.map(
        (reader, index) => [reader, asked.mock.calls[index]?.[0]] as const,
      );
      const own = inside.filter(([reader]) => reader instanceof OptionReader && reader.command === name);
      known.set(name, new Set([...(known.get(name) ?? []), ...own.map(([, option]) => option ?? "")]));
      const written = [...command.split(" "), ...list.map(({ option }) => option)]
        .filter((one) => one.includes("="))
        .map((one) => one.split("=")[0] ?? "");
      listed.set(name, new Set([...(listed.get(name) ?? []), ...written]));
    }
    for (const [name, names] of known) {
      const found = [...(listed.get(name) ?? [])].filter((option) => names.has(option));
      expect(found.sort(), name).toEqual([...names].sort());
    }
  });
});
