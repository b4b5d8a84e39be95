import type { ColumnReference } from "../../../plan/expression.js";
import type { SigmaPart } from "./escape.js";
import { any, type Logic } from "./logic.js";
import { equality, partsTest } from "./column-test.js";
import { computedTest } from "./computed-test.js";
import { lengthRange, type ValueTest } from "./value-test.js";

/** The length of `QWORD (0x01234567-0x01234567)`, and some. */
const longestNumber = 40;

const dwordTypes = ["DWORD", "QWORD"] as const;

/**
 * A test of the data of a registry value as Splunk shows it, over the column that has it as Sysmon writes it: where
 * Splunk shows `0x00000001`, Sysmon writes `DWORD (0x00000001)`, and nothing else that begins so; a QWORD has two halves
 * with a hyphen between them. `undefined`: Sigma cannot say it.
 */
export function registryDataTest(column: ColumnReference, asked: ValueTest): Logic | undefined {
  const field = column.name;
  switch (asked.kind) {
    case "equal": {
      const { value, caseSensitive } = asked;
      // A number is not equal to a text in hexadecimal, so only data that is no number of Sysmon's can be.
      if (typeof value !== "string") return equality(field, "text", value, caseSensitive);
      return shown(field, [{ kind: "text", text: value }], caseSensitive);
    }
    case "parts":
      return shown(field, asked.parts, asked.caseSensitive);
    case "present":
    case "order":
    case "regex":
    case "network":
    case "among":
      return undefined;
    case "computed": {
      // What Sysmon writes of a number is shorter than that, and longer than what Splunk shows.
      const isLong = (lengthRange(asked.asked)?.[0] ?? 0) > longestNumber;
      return asked.call.function === "len" && isLong
        ? computedTest(field, asked.call, asked.asked)
        : undefined;
    }
  }
}

function shown(field: string, parts: readonly SigmaPart[], caseSensitive: boolean): Logic | undefined {
  const texts = parts.flatMap((part) => (part.kind === "text" ? [part.text] : []));
  const isWildcard = parts.length > texts.length;
  const mayBeWritten =
    isWildcard && texts.every((text) => /^[dqwor (0-9a-fx)-]*$/i.test(text)) && fitsBetween(parts);
  const mayBeShown = texts.every((text) => /^[0-9a-fx-]*$/i.test(text));
  const asItIs = partsTest(field, parts, caseSensitive);
  if (!mayBeShown) return mayBeWritten ? undefined : asItIs;
  const written = dwordTypes.map((type) =>
    partsTest(
      field,
      joined([{ kind: "text", text: `${type} (` }, ...parts, { kind: "text", text: ")" }]),
      caseSensitive,
    ),
  );
  // Read as it stands, a pattern could also match the brackets and the name of the type.
  return mayBeWritten ? undefined : any([...written, asItIs]);
}

/** Whether what a pattern begins and ends with can be how a number of Sysmon's begins (`DWORD (0x`) and ends (`)`). */
function fitsBetween(parts: readonly SigmaPart[]): boolean {
  const first = parts[0];
  const last = parts.at(-1);
  const begins = first?.kind !== "text" || dwordTypes.some((type) => agree(`${type} (0x`, first.text));
  return begins && (last?.kind !== "text" || last.text.endsWith(")"));
}

/** Whether one of the texts begins with the other. */
function agree(left: string, right: string): boolean {
  const length = Math.min(left.length, right.length);
  return left.slice(0, length).toLowerCase() === right.slice(0, length).toLowerCase();
}

function joined(parts: readonly SigmaPart[]): readonly SigmaPart[] {
  return parts.reduce<readonly SigmaPart[]>((done, part) => {
    const last = done.at(-1);
    if (last?.kind !== "text" || part.kind !== "text") return [...done, part];
    return [...done.slice(0, -1), { kind: "text", text: last.text + part.text }];
  }, []);
}
