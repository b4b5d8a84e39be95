import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseConf } from "./splunk-conf.js";

/** A stanza, a key or a file that two apps do not have alike. */
export interface Difference {
  /** The name of the `.conf` file without its ending, or `lookups`. */
  readonly file: string;
  /** A stanza, or a file of `lookups`. */
  readonly stanza: string;
  /** Absent where the stanza as a whole is missing on one side. */
  readonly key?: string;
  /** Absent where contentctl has none. */
  readonly theirs?: string;
  /** Absent where detc has none. */
  readonly ours?: string;
}

const files = ["savedsearches", "macros", "transforms", "collections", "analyticstories", "app"] as const;

/** Every stanza, key and value that is not the same in both apps, and every lookup file. */
export function compareApps(theirs: string, ours: string): readonly Difference[] {
  return [...files.flatMap((file) => compareConf(file, theirs, ours)), ...compareLookups(theirs, ours)];
}

function compareConf(file: string, theirs: string, ours: string): readonly Difference[] {
  const read = (app: string) => parseConf(readFileSync(join(app, "default", `${file}.conf`), "utf8"));
  return compareMaps(read(theirs), read(ours)).flatMap(
    ({ key: stanza, left, right }): readonly Difference[] => {
      if (left === undefined) return [{ file, stanza, ours: "" }];
      if (right === undefined) return [{ file, stanza, theirs: "" }];
      return compareMaps(left, right).map((each) => ({ file, stanza, key: each.key, ...sides(each) }));
    },
  );
}

function compareLookups(theirs: string, ours: string): readonly Difference[] {
  const read = (app: string): ReadonlyMap<string, string> => {
    const folder = join(app, "lookups");
    const names = existsSync(folder) ? readdirSync(folder) : [];
    return new Map(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  };
  return compareMaps(read(theirs), read(ours)).map((each) => ({
    file: "lookups",
    stanza: each.key,
    ...sides(each),
  }));
}

interface Pair<Value> {
  readonly key: string;
  readonly left?: Value;
  readonly right?: Value;
}

function compareMaps<Value>(
  left: ReadonlyMap<string, Value>,
  right: ReadonlyMap<string, Value>,
): readonly Pair<Value>[] {
  return [...new Set([...left.keys(), ...right.keys()])]
    .map((key) => ({ key, left: left.get(key), right: right.get(key) }))
    .filter((pair) => pair.left !== pair.right)
    .map(({ key, left: before, right: after }) => ({
      key,
      ...(before === undefined ? {} : { left: before }),
      ...(after === undefined ? {} : { right: after }),
    }));
}

function sides({ left, right }: Pair<string>): Pick<Difference, "theirs" | "ours"> {
  return { ...(left === undefined ? {} : { theirs: left }), ...(right === undefined ? {} : { ours: right }) };
}
