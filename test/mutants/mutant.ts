import { readFileSync } from "node:fs";
import { load } from "js-yaml";

/** A deliberate fault: a text of a file, and what takes its place. */
export interface Mutant {
  readonly kind: string;
  readonly file: string;
  readonly text: string;
  readonly replacement: string;
  /** The test files that notice it; none: the conformance run over this repository's detections does. */
  readonly noticedBy: readonly string[];
}

/** Reads the list of faults. */
export function readMutants(path: string): readonly Mutant[] {
  const rows = load(readFileSync(path, "utf8"));
  if (!Array.isArray(rows)) throw new Error(`${path} holds no list`);
  return rows.map((row: unknown) => {
    const fields = new Map(Object.entries(typeof row === "object" && row !== null ? row : {}));
    const text = (name: string): string => {
      const value: unknown = fields.get(name);
      if (typeof value !== "string") throw new Error(`${path}: a fault without \`${name}\``);
      return value;
    };
    const noticedBy = text("noticed_by");
    return {
      kind: text("kind"),
      file: text("file"),
      text: text("text"),
      replacement: text("replacement"),
      noticedBy: noticedBy === "conformance" ? [] : [noticedBy],
    };
  });
}

/** A file with the fault in it; an error where its text is not there exactly once. */
export function applied({ file, text, replacement }: Mutant, sound: string): string {
  const [before, after, ...more] = sound.split(text);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(
      `${file} holds this text not exactly once, so the list of faults is out of date: ${text}`,
    );
  return before + replacement + after;
}

/** The tests that look at a file most closely. */
export function likelyTests(file: string): readonly string[] {
  const [, area = "", part = ""] = file.split("/");
  if (area === "backends" && part === "shared") return ["test/backends/", "test/plan/"];
  if (area === "backends") return [`test/backends/${part}/`, "test/backends/shared/"];
  return [`test/${area}/`, "test/semantics/"];
}
