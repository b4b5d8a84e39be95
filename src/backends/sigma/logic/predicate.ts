import { sigmaDiagnostics } from "../../../diagnostics/codes/sigma.js";
import type { Diagnostic } from "../../../diagnostics/diagnostic.js";
import { letterCaseDifference, listPositionDifference } from "../../../target/difference.js";
import type {
  Call,
  Case,
  Compare,
  FieldReference,
  Literal,
  OneOf,
  ScalarExpression,
} from "../../../plan/expression.js";
import { numberOf } from "../../../evaluate/value.js";
import type { ValueType } from "../../../plan/row-type.js";
import type { BoundField } from "../../../target/profile.js";
import { comparedFields, comparedWithoutCase } from "./compared-fields.js";
import { comparedValue } from "./compared-value.js";
import { describeValue } from "./describe-value.js";
import { ListPlaces, plain } from "./list-places.js";
import { areExclusive, chosenAlone } from "./exclusive-arms.js";
import { foundTest } from "./gathered-test.js";
import { keywordTest } from "./keyword-test.js";
import { matchTest } from "./match-test.js";
import { callTest, type TypedColumn, type ValueAsker } from "./call-test.js";
import { columnTest, constant, type PathColumn } from "./column-test.js";
import { all, always, any, either, keyOf, never, not, type Logic } from "./logic.js";
import { rewrittenTest } from "./rewritten-test.js";
import { termTest } from "./term-test.js";
import { constantPasses, type ValueTest } from "./value-test.js";

/** What a predicate is translated with. */
export interface PredicateContext {
  /** What a field of the search is in the log; reports where there is nothing. */
  bind(reference: FieldReference): BoundField | undefined;
  /** Whether every event of the source has the field. */
  isAlways(field: string): boolean;
  /** Whether every event of the log has the field that a column is. */
  isAlwaysColumn(column: string): boolean;
  /** How the paths of a column are written. */
  pathColumn(column: string): PathColumn;
  /** The values of all fields that a pattern names; `undefined` where the log does not tell. */
  each(pattern: string): ScalarExpression | undefined;
  report(diagnostic: Diagnostic): void;
  /** Whether a difference is accepted by name. */
  accepts(difference: string): boolean;
  /** Says of a difference which is accepted that the rule has it. */
  differ(difference: string): void;
}

/**
 * The two-valued logic that is true exactly when a predicate is. The three-valued logic of a search is folded into it:
 * where a comparison with a missing field is itself missing, its negation asks for the field, too.
 */
export function translatePredicate(
  predicate: ScalarExpression,
  context: PredicateContext,
): Logic | undefined {
  const translator = new Translator(context);
  const logic = translator.settled(translator.whenTrue(predicate));
  return translator.failed ? undefined : logic;
}

class Translator implements ValueAsker {
  failed = false;
  wholeTexts = mostWholeTexts;
  private readonly places = new ListPlaces();

  constructor(private readonly context: PredicateContext) {}

  whenTrue(expression: ScalarExpression): Logic {
    switch (expression.kind) {
      case "and":
        return all(expression.operands.map((operand) => this.whenTrue(operand)));
      case "or":
        return any(expression.operands.map((operand) => this.whenTrue(operand)));
      case "not":
        return this.whenFalse(expression.operand);
      case "literal":
        return constant(expression.value === true);
      case "compare":
        return this.compared(expression);
      case "one-of":
        return this.listed(expression);
      case "match":
        return this.ask(expression.value, matchTest(expression));
      case "is-present":
        return this.present(expression.value);
      case "case":
        return this.chosen(expression, (then) => this.whenTrue(then));
      case "term":
        return termTest(expression);
      case "call":
        return this.refuseComputed(expression);
      case "field":
      case "column":
        return this.ask(expression, {
          kind: "equal",
          value: "true",
          caseSensitive: false,
          span: expression.span,
        });
    }
  }

  private whenFalse(expression: ScalarExpression): Logic {
    switch (expression.kind) {
      case "and":
        return any(expression.operands.map((operand) => this.whenFalse(operand)));
      case "or":
        return all(expression.operands.map((operand) => this.whenFalse(operand)));
      case "not":
        return this.whenTrue(expression.operand);
      case "literal":
        return constant(expression.value === false);
      case "compare":
        if (expression.whenMissing === "false") return not(this.whenTrue(expression));
        return this.compared({ ...expression, operator: opposite[expression.operator] });
      case "one-of":
      case "match":
        if (expression.whenMissing === "false") return not(this.whenTrue(expression));
        return all([this.present(expression.value), not(this.whenTrue(expression))]);
      case "case":
        return this.chosen(expression, (then) => this.whenFalse(then));
      case "is-present":
      case "term":
        return not(this.whenTrue(expression));
      case "call":
      case "field":
      case "column":
        return this.refuseComputed(expression);
    }
  }

  private compared(compare: Compare): Logic {
    const { left, right, operator } = compare;
    if (right.kind === "literal") return this.comparedWith(left, right, operator, compare);
    if (left.kind === "literal") return this.comparedWith(right, left, flipped[operator], compare);
    const fieldOf = (field: FieldReference) => this.bound(field);
    const same = comparedWithoutCase(left, right, operator, fieldOf);
    if (same !== undefined) return same;
    const likely = comparedFields(left, right, operator, fieldOf);
    if (likely !== undefined && this.context.accepts(letterCaseDifference)) {
      this.context.differ(letterCaseDifference);
      return likely;
    }
    const [one = "", other = ""] = [left, right].map(describeValue);
    return this.refuse(
      sigmaDiagnostics["field-comparison"](compare.span, {
        left: one,
        right: other,
        isEquality: likely !== undefined,
      }),
    );
  }

  private comparedWith(
    value: ScalarExpression,
    literal: Literal,
    operator: Compare["operator"],
    compare: Compare,
  ): Logic {
    if (literal.value === null) return never;
    const wanted = comparedValue(literal.value, compare.mode);
    if (operator === "=" || operator === "!=") {
      const equal: ValueTest = {
        kind: "equal",
        value: wanted,
        caseSensitive: compare.caseSensitive,
        ...(compare.mode === "text" ? { asText: true } : {}),
        span: compare.span,
      };
      if (operator === "=") return this.ask(value, equal);
      if (this.isMultivalue(value))
        return this.refuse(
          sigmaDiagnostics["multivalue-difference"](compare.span, { field: describeValue(value) }),
        );
      return all([this.present(value), not(this.ask(value, equal))]);
    }
    const number = compare.mode === "text" ? undefined : numberOf(literal.value);
    if (number === undefined)
      return this.refuse(
        sigmaDiagnostics["text-order"](compare.span, { field: describeValue(value), operator }),
      );
    return this.ask(value, {
      kind: "order",
      operator,
      value: number,
      certain: compare.mode === "number",
      span: compare.span,
    });
  }

  private listed(list: OneOf): Logic {
    return any(
      list.options.map(({ value }) =>
        value === null
          ? never
          : this.ask(list.value, {
              kind: "equal",
              value: comparedValue(value, list.mode),
              caseSensitive: list.caseSensitive,
              ...(list.mode === "text" ? { asText: true } : {}),
              span: list.span,
            }),
      ),
    );
  }

  present(value: ScalarExpression): Logic {
    return this.ask(value, { kind: "present", span: value.span });
  }

  /** What has to hold of an event for the value to pass. */
  ask(value: ScalarExpression, asked: ValueTest, type: ValueType = "unknown"): Logic {
    switch (value.kind) {
      case "field":
        return this.askField(value, asked);
      case "column": {
        if (asked.kind === "present" && this.context.isAlwaysColumn(value.name)) return always;
        const tested = columnTest(value, type, asked);
        return "logic" in tested ? tested.logic : this.refuse(tested.refused);
      }
      case "literal": {
        const passes = constantPasses(value.value, asked);
        return passes === undefined ? this.refuseComputed(value) : constant(passes);
      }
      case "case":
        return (
          rewrittenTest(value, asked, type, this) ?? this.chosen(value, (then) => this.ask(then, asked, type))
        );
      case "call":
        return callTest(value, asked, type, this);
      default:
        return this.refuseComputed(value);
    }
  }

  private askField(field: FieldReference, asked: ValueTest): Logic {
    if (asked.kind === "present" && this.context.isAlways(field.name)) return always;
    if (field.name === rawEvent) {
      const keyword = keywordTest(asked);
      if (keyword !== undefined) return keyword;
    }
    const bound = this.bound(field);
    if (bound === undefined) return never;
    const logic = this.askBound(bound, asked);
    if (bound.fill === undefined) return logic;
    const passes = constantPasses(bound.fill, asked);
    if (passes === undefined) return this.refuseComputed(field);
    if (!passes) return logic;
    return any([logic, not(this.ask(bound.expression, { kind: "present", span: field.span }, bound.type))]);
  }

  private askBound({ expression, type, multivalue }: BoundField, asked: ValueTest): Logic {
    if (expression.kind !== "case" || multivalue || !areExclusive(expression))
      return this.ask(expression, asked, type);
    return chosenAlone(
      expression,
      (then) => this.ask(then, asked, type),
      (when) => this.whenTrue(when),
    );
  }

  private bound(field: FieldReference): BoundField | undefined {
    const bound = this.context.bind(field);
    if (bound === undefined) this.failed = true;
    return bound;
  }

  /** The column that a value is as it stands. */
  columnOf(value: ScalarExpression): TypedColumn | undefined {
    if (value.kind === "column") return { expression: value, type: "unknown" };
    if (value.kind !== "field") return undefined;
    const bound = this.bound(value);
    if (bound?.expression.kind !== "column" || bound.fill !== undefined) return undefined;
    return { expression: bound.expression, type: bound.type };
  }

  pathColumn(column: string): PathColumn {
    return this.context.pathColumn(column);
  }

  isSingle(field: FieldReference): boolean {
    return this.context.bind(field)?.multivalue === false;
  }

  atPlace(call: Call, ofAny: Logic): Logic {
    return this.places.loosened(call, ofAny) ?? this.refuseComputed(call);
  }

  /** The logic as it is written, once nothing in it is looser than the search without that being sound and accepted. */
  settled(logic: Logic): Logic {
    const { loose, denied } = this.places.in(logic);
    for (const call of denied) this.refuseComputed(call);
    if (loose.length + denied.length > 0) this.context.differ(listPositionDifference);
    if (!this.context.accepts(listPositionDifference))
      for (const call of loose)
        this.refuse(sigmaDiagnostics["list-position"](call.span, { construct: describeValue(call) }));
    return plain(logic);
  }

  isMultivalue(value: ScalarExpression): boolean {
    if (value.kind === "call") return value.function === "mvmap";
    return value.kind === "field" && (this.context.bind(value)?.multivalue ?? false);
  }

  /** What has to hold for the chosen arm to pass; an arm is passed over unless its condition is true. */
  chosen(value: Case, passes: (then: ScalarExpression) => Logic): Logic {
    return value.arms.reduceRight<Logic>(
      (rest, { when, then }) => {
        const chosen = passes(then);
        // What makes no difference need not be said.
        if (keyOf(chosen) === keyOf(rest)) return rest;
        return this.places.looserThanBoth(chosen, rest) ?? either(this.whenTrue(when), chosen, rest);
      },
      value.otherwise === undefined ? never : passes(value.otherwise),
    );
  }

  fieldValues(call: Call, asked: ValueTest): Logic {
    const [pattern] = call.arguments;
    const values = pattern?.kind === "literal" ? this.context.each(String(pattern.value)) : undefined;
    if (values?.kind !== "call" || values.function !== "regex_capture_all") return this.refuseComputed(call);
    const [text] = values.arguments;
    const isWhole = text?.kind === "column" && text.name === rawEvent;
    return (isWhole ? foundTest(values, asked) : undefined) ?? this.refuseComputed(call);
  }

  refuseComputed(value: ScalarExpression): Logic {
    return this.refuse(sigmaDiagnostics["computed-value"](value.span, { construct: describeValue(value) }));
  }

  refuse(diagnostic: Diagnostic): Logic {
    this.failed = true;
    this.context.report(diagnostic);
    return never;
  }
}

/** More expressions over whole texts make no rule that anyone would read. */
const mostWholeTexts = 40;

/** The field that holds the text of the whole event. */
const rawEvent = "_raw";

const flipped = { "=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;
const opposite = { "=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<" } as const;
