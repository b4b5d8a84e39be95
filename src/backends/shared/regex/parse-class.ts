import { PcreSyntaxError, type PcreClass, type PcreFlags, type PcreMember } from "./pcre.js";
import { takeCode, takeSet } from "./parse-escape.js";
import type { PcreReader } from "./pcre-reader.js";

/** A class after its `[`. A `]` that comes first is a member. */
export function parseClass(reader: PcreReader, flags: PcreFlags): PcreClass {
  const negated = reader.take("^");
  const members: PcreMember[] = [];
  for (let first = true; first || !reader.take("]"); first = false) {
    if (reader.atEnd) throw new PcreSyntaxError("a class is not closed");
    const quoted = reader.takeQuoted();
    if (quoted !== undefined) {
      for (const character of quoted) members.push(single(character.codePointAt(0) ?? 0));
      continue;
    }
    const low = parseMember(reader);
    if (low.kind === "set" || !reader.at("-") || reader.at("-]")) {
      members.push(low);
      continue;
    }
    reader.take("-");
    const high = parseMember(reader);
    if (high.kind === "set") members.push(low, single(0x2d), high);
    else if (high.from < low.from) throw new PcreSyntaxError("a range of a class is out of order");
    else members.push({ kind: "range", from: low.from, to: high.from });
  }
  return { kind: "class", negated, members, ignoreCase: flags.ignoreCase };
}

function parseMember(reader: PcreReader): PcreMember {
  const posix = reader.takePattern(/\[:\^?[a-z]+:\]/y);
  if (posix !== undefined) {
    const inside = posix.slice(2, -2);
    return {
      kind: "set",
      set: { kind: "posix", name: inside.replace("^", ""), negated: inside.startsWith("^") },
    };
  }
  if (!reader.take("\\")) return single(reader.next().codePointAt(0) ?? 0);
  const set = takeSet(reader);
  if (set !== undefined) return { kind: "set", set };
  const octal = reader.takePattern(/[1-7][0-7]{0,2}/y);
  if (octal !== undefined) return single(Number.parseInt(octal, 8));
  const code = takeCode(reader);
  if (code !== undefined) return single(code);
  const letter = reader.next();
  if (letter === "b") return single(8);
  if (letter === "" || /[A-Za-z]/.test(letter))
    throw new PcreSyntaxError(`\`\\${letter}\` has no meaning in a class`);
  return single(letter.codePointAt(0) ?? 0);
}

function single(code: number): PcreMember {
  return { kind: "range", from: code, to: code };
}
