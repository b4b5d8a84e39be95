import type { Diagnostic } from "../../../diagnostics/diagnostic.js";
import type {
  Call,
  Case,
  ColumnReference,
  FieldReference,
  ScalarExpression,
} from "../../../plan/expression.js";
import { fieldsOf } from "../../../plan/expression-visitor.js";
import type { ValueType } from "../../../plan/row-type.js";
import { lastPartTest, type PathColumn } from "./column-test.js";
import { comparedValue } from "./compared-value.js";
import { computedOf } from "./computed-of.js";
import { constantCall, isArithmetic } from "./constant-call.js";
import { joinedTest } from "./gathered-test.js";
import { all, always, any, isNever, never, not, type Logic } from "./logic.js";
import { passThrough } from "./pass-through.js";
import { registryDataTest } from "./registry-data-test.js";
import type { ValueTest } from "./value-test.js";

/** Asks of the values that a call is made of; what is refused is never true. */
export interface ValueAsker {
  ask(value: ScalarExpression, asked: ValueTest, type?: ValueType): Logic;
  present(value: ScalarExpression): Logic;
  /** What has to hold for the chosen arm of a case to pass. */
  chosen(value: Case, passes: (then: ScalarExpression) => Logic): Logic;
  /** The column that a value is as it stands. */
  columnOf(value: ScalarExpression): TypedColumn | undefined;
  /** How the paths of a column are written. */
  pathColumn(column: string): PathColumn;
  isMultivalue(value: ScalarExpression): boolean;
  /** How many more tests may be written as expressions of their own over a whole text; a rule has no more than so many. */
  wholeTexts: number;
  isSingle(field: FieldReference): boolean;
  /** A test of a value at a place of a list, by the one of any value of it. */
  atPlace(call: Call, ofAny: Logic): Logic;
  /** Whether one of the values of the fields that a pattern names passes. */
  fieldValues(call: Call, asked: ValueTest): Logic;
  refuse(diagnostic: Diagnostic): Logic;
  refuseComputed(value: ScalarExpression): Logic;
}

export interface TypedColumn {
  readonly expression: ColumnReference;
  readonly type: ValueType;
}

/** What has to hold of an event for the value of a call to pass. */
export function callTest(call: Call, asked: ValueTest, type: ValueType, asker: ValueAsker): Logic {
  const [first] = call.arguments;
  if (first === undefined) return asker.refuseComputed(call);
  const computed = computedOf(call);
  if (computed !== undefined)
    return asker.isMultivalue(computed)
      ? asker.refuseComputed(call)
      : asker.ask(computed, { kind: "computed", call, asked, span: asked.span }, "text");
  switch (call.function) {
    case "base_name":
    case "key_name": {
      const column = asker.columnOf(first);
      const tested =
        column && lastPartTest(column.expression, column.type, pathOf(call, column, asker), asked);
      if (tested === undefined) return asker.refuseComputed(call);
      return "logic" in tested ? tested.logic : asker.refuse(tested.refused);
    }
    case "registry_data": {
      if (asked.kind === "present") return asker.ask(first, asked, type);
      const column = call.arguments.length === 1 ? asker.columnOf(first) : undefined;
      return (column && registryDataTest(column.expression, asked)) ?? asker.refuseComputed(call);
    }
    case "nullif": {
      const [, absent] = call.arguments;
      if (absent?.kind !== "literal" || absent.value === null) return asker.refuseComputed(call);
      const passing = asker.ask(first, asked, type);
      // What is taken for nothing would not pass anyway.
      if (isNever(asker.ask(absent, asked, type))) return passing;
      const value = comparedValue(absent.value, "auto");
      const taken: ValueTest = { kind: "equal", value, caseSensitive: true, span: call.span };
      return all([passing, not(asker.ask(first, taken, type))]);
    }
    case "add":
      return asked.kind === "present" && caseIn(call) === undefined
        ? canBeAdded(call, asker)
        : overCases(call, asked, type, asker);
    case "mvjoin":
      return joinedTest(call, asked, asker) ?? asker.refuseComputed(call);
    case "mvmap":
      return askMapped(call, first, asked, type, asker);
    case "mvindex":
      return askIndexed(call, first, asked, type, asker);
    case "coalesce":
      return firstPresent(call.arguments, asked, type, asker);
    default: {
      const passed = passThrough(call, asked, asker);
      if (passed === "never") return never;
      return passed === undefined
        ? overCases(call, asked, type, asker)
        : asker.ask(first, passed.asked, passed.type ?? type);
    }
  }
}

/** How a path is parted: that of the registry by backslashes alone, that of a file as its system does it. */
function pathOf(call: Call, { expression }: TypedColumn, asker: ValueAsker): PathColumn {
  const path = asker.pathColumn(expression.name);
  return call.function === "key_name" ? { ...path, separator: "\\" } : path;
}

/** Two numbers are added and two other texts joined; a number and another text give nothing. */
function canBeAdded(call: Call, asker: ValueAsker): Logic {
  if (!call.arguments.every((side) => side.kind === "field" && !asker.isMultivalue(side)))
    return asker.refuseComputed(call);
  const sides = call.arguments.map((side) => ({
    present: asker.present(side),
    isNumber: asker.ask(side, { kind: "regex", source: numeral, ignoreCase: false, span: side.span }),
  }));
  return any([
    all(sides.map(({ isNumber }) => isNumber)),
    all(sides.flatMap(({ present, isNumber }) => [present, not(isNumber)])),
  ]);
}

/** A call over a `case` is a `case` of calls, of which those over constants are constants. */
function overCases(call: Call, asked: ValueTest, type: ValueType, asker: ValueAsker, depth = 0): Logic {
  const found = caseIn(call);
  if (found === undefined) {
    const value = constantCall(call);
    return value === undefined ? asker.refuseComputed(call) : asker.ask(value, asked, type);
  }
  if (depth > mostCases) return asker.refuseComputed(call);
  const { chosen, withResult } = found;
  const absent: ScalarExpression = { kind: "literal", value: null, span: chosen.span };
  return asker.chosen({ ...chosen, otherwise: chosen.otherwise ?? absent }, (then) =>
    overCases(withResult(then), asked, type, asker, depth + 1),
  );
}

/** The first `case` among the arguments of a call or of arithmetic in them, and the call with a result in its place. */
function caseIn(call: Call):
  | {
      readonly chosen: Extract<ScalarExpression, { readonly kind: "case" }>;
      readonly withResult: (then: ScalarExpression) => Call;
    }
  | undefined {
  for (const [index, argument] of call.arguments.entries()) {
    const replaced = (by: ScalarExpression): Call => ({
      ...call,
      arguments: call.arguments.with(index, by),
    });
    if (argument.kind === "case") return { chosen: argument, withResult: replaced };
    const inner = isArithmetic(argument) ? caseIn(argument) : undefined;
    if (inner !== undefined)
      return { chosen: inner.chosen, withResult: (then) => replaced(inner.withResult(then)) };
  }
  return undefined;
}

/** What is made of each of several values: a test of a field with several values holds where it does for any of them. */
function askMapped(
  call: Call,
  values: ScalarExpression,
  asked: ValueTest,
  type: ValueType,
  asker: ValueAsker,
): Logic {
  const [, made] = call.arguments;
  const readsOnly =
    made !== undefined && values.kind === "field" && [...fieldsOf(made)].join() === values.name;
  const isOfEach = asked.kind !== "computed" && asked.kind !== "order";
  return readsOnly && isOfEach ? asker.ask(made, asked, type) : asker.refuseComputed(call);
}

/**
 * One of several values, or some of them: the first and the last are there when any is; of a single value they are that
 * value. What holds of a value at any other place holds of one of the values.
 */
function askIndexed(
  call: Call,
  values: ScalarExpression,
  asked: ValueTest,
  type: ValueType,
  asker: ValueAsker,
): Logic {
  const [, index, end] = call.arguments;
  const isEnd = index?.kind === "literal" && (Number(index.value) === 0 || Number(index.value) === -1);
  const isSingle = values.kind === "field" && asker.isSingle(values);
  if (isEnd && end === undefined && (asked.kind === "present" || isSingle))
    return asker.ask(values, asked, type);
  if (values.kind !== "field" || isSingle || asked.kind === "computed") return asker.refuseComputed(call);
  const ofAny = asker.ask(values, asked, type);
  // Of a place that is looked for it is told whether there is one.
  const isLookedFor = index?.kind === "call" && index.function === "mvfind";
  return all([...(isLookedFor ? [asker.present(index)] : []), asker.atPlace(call, ofAny)]);
}

/** The first value that is there passes; what passes is there. */
function firstPresent(
  values: readonly ScalarExpression[],
  asked: ValueTest,
  type: ValueType,
  asker: ValueAsker,
): Logic {
  // There is a value where one of them is a constant.
  if (asked.kind === "present" && values.some((value) => value.kind === "literal" && value.value !== null))
    return always;
  if (asked.kind === "present") return any(values.map((value) => asker.present(value)));
  return values.reduceRight<Logic>((rest, value) => {
    const passes = asker.ask(value, asked, type);
    return rest === never ? passes : any([passes, all([not(asker.present(value)), rest])]);
  }, never);
}

/** A text that reads as a number. */
const numeral = String.raw`^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$`;

/** A call over more `case`s than this has more combinations than anyone would read. */
const mostCases = 6;
