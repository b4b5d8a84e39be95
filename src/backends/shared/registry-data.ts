import type { ScalarExpression } from "../../plan/expression.js";
import type { Test } from "./truth.js";

/**
 * A test of registry data as Splunk shows it, as tests of what a product keeps: a DWORD is `0x` and eight digits in
 * Splunk, and there that or its decimal number; other data is the same. `undefined` for a test that could match the
 * shown form of a DWORD in a way that the kept form does not tell.
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
      return texts.some(cannotBeNumber) ? { ...test, value: data } : undefined;
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

/** A text with a letter that no hexadecimal number has. */
function cannotBeNumber(text: string): boolean {
  return /[^0-9a-fx]/iu.test(text);
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
  if (cannotBeNumber(wanted)) return same;
  if (type === undefined) return undefined;
  const isNumber = isDword(type, test);
  const shown = /^0x([0-9a-f]{8})$/iu.exec(wanted)?.[1];
  const other = { kind: "not", operand: isNumber, span } as const;
  const kept: ScalarExpression =
    shown === undefined
      ? { kind: "and", operands: [same, other], span }
      : {
          kind: "or",
          operands: [
            same,
            { kind: "and", operands: [isNumber, equals(data, String(Number.parseInt(shown, 16)))], span },
          ],
          span,
        };
  if (test.whenMissing === "false") return kept;
  return { kind: "case", arms: [{ when: { kind: "is-present", value: data, span }, then: kept }], span };
}

/**
 * Whether a value is a DWORD, by the name of its type or, of a type that is kept as a number, by the number that Windows
 * has for it: https://learn.microsoft.com/windows/win32/sysinfo/registry-value-types (winnt.h).
 */
function isDword(type: ScalarExpression, { span }: Test): ScalarExpression {
  const number = type.kind === "call" && type.function === "toint" ? type.arguments[0] : undefined;
  return {
    kind: "compare",
    operator: "=",
    left: number ?? type,
    right: { kind: "literal", value: number === undefined ? "REG_DWORD" : 4, span },
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
