import { sysmonNumber } from "../../plan/functions/sysmon-number.js";
import type { ScalarExpression } from "../../plan/expression.js";
import type { Test } from "./truth.js";

/**
 * A test of registry data as Splunk shows it, as tests of what a product keeps: a DWORD is `0x` and eight digits in
 * Splunk, and there that or its decimal number, or what Sysmon writes where no column has the type; other data is the
 * same. `undefined` for a test that could match the shown form of a number in a way that the kept form does not tell.
 */
export function registryDataTest(test: Test): ScalarExpression | undefined {
  const value = test.kind === "compare" ? test.left : test.value;
  if (value.kind !== "call" || value.function !== "registry_data") return undefined;
  const [data, type] = value.arguments;
  if (data === undefined) return undefined;
  switch (test.kind) {
    case "match": {
      const { pattern } = test;
      if (pattern.kind !== "wildcard" && pattern.kind !== "like") return undefined;
      const texts = pattern.parts.flatMap((part) => (part.kind === "text" ? [part.text] : []));
      const isOther = type === undefined ? cannotBeWritten : cannotBeNumber;
      return texts.some(isOther) ? { ...test, value: data } : undefined;
    }
    case "one-of":
      return joined(
        test.options.map(({ value: option }) => equality(test, data, type, String(option))),
        test,
      );
    case "compare":
      if (test.operator !== "=" || test.right.kind !== "literal") return undefined;
      return equality(test, data, type, String(test.right.value));
    default:
      return test satisfies never;
  }
}

/** A text with a character that no hexadecimal number has, nor the halves of one. */
function cannotBeNumber(text: string): boolean {
  return /[^0-9a-fx-]/iu.test(text);
}

/** The same of what Sysmon writes of a number, with its type and in brackets. */
function cannotBeWritten(text: string): boolean {
  return /[^0-9a-fx\-dqwor ()]/iu.test(text);
}

function equality(
  test: Test,
  data: ScalarExpression,
  type: ScalarExpression | undefined,
  wanted: string,
): ScalarExpression | undefined {
  const { span } = test;
  const equals = (value: ScalarExpression, text: string): ScalarExpression => ({
    kind: "compare",
    operator: "=",
    left: value,
    right: { kind: "literal", value: text, span },
    mode: "text",
    caseSensitive: test.caseSensitive,
    whenMissing: test.whenMissing,
    span,
  });
  const same = equals(data, wanted);
  if (type === undefined) {
    // What Sysmon writes around a number is never shown.
    if (new RegExp(sysmonNumber, "iu").test(wanted)) return undefined;
    const written = sysmonSpelling(wanted);
    if (written === undefined) return same;
    return { kind: "or", operands: [same, equals(data, written)], span };
  }
  if (cannotBeNumber(wanted)) return same;
  // A product that has the type apart keeps a QWORD as a number, and not each in a way that tells the halves.
  if (wanted.includes("-")) return undefined;
  const shown = /^0x([0-9a-f]{8})$/iu.exec(wanted)?.[1];
  const kept: ScalarExpression =
    shown === undefined
      ? {
          kind: "and",
          operands: [same, { kind: "not", operand: isOfType(type, ["REG_DWORD", "REG_QWORD"], test), span }],
          span,
        }
      : {
          kind: "or",
          operands: [
            same,
            {
              kind: "and",
              operands: [
                isOfType(type, ["REG_DWORD"], test),
                equals(data, String(Number.parseInt(shown, 16))),
              ],
              span,
            },
          ],
          span,
        };
  if (test.whenMissing === "false") return kept;
  return { kind: "case", arms: [{ when: { kind: "is-present", value: data, span }, then: kept }], span };
}

/** What Sysmon writes of a number that Splunk shows so. */
function sysmonSpelling(shown: string): string | undefined {
  if (/^0x[0-9a-f]{8}$/iu.test(shown)) return `DWORD (${shown})`;
  return /^0x[0-9a-f]{8}-0x[0-9a-f]{8}$/iu.test(shown) ? `QWORD (${shown})` : undefined;
}

/** The numbers that Windows has for types: https://learn.microsoft.com/windows/win32/sysinfo/registry-value-types (winnt.h). */
const typeNumbers = { REG_DWORD: 4, REG_QWORD: 11 } as const;

/** Whether a value is of one of the types, by the name of its type or, of a type that is kept as a number, by the number. */
function isOfType(
  type: ScalarExpression,
  types: readonly (keyof typeof typeNumbers)[],
  { span }: Test,
): ScalarExpression {
  const number = type.kind === "call" && type.function === "toint" ? type.arguments[0] : undefined;
  return {
    kind: "one-of",
    value: number ?? type,
    options: types.map((each) => ({
      kind: "literal",
      value: number === undefined ? each : typeNumbers[each],
      span,
    })),
    mode: number === undefined ? "text" : "number",
    caseSensitive: false,
    whenMissing: "false",
    span,
  };
}

function joined(
  parts: readonly (ScalarExpression | undefined)[],
  { span }: Test,
): ScalarExpression | undefined {
  return parts.every((part) => part !== undefined) ? { kind: "or", operands: parts, span } : undefined;
}
