import type {
  Call,
  ColumnReference,
  Compare,
  LikePattern,
  Literal,
  Match,
  OneOf,
  ScalarExpression,
} from "../../../plan/expression.js";
import { separatorsOf } from "../../../plan/functions/path-separators.js";
import type { Span } from "../../../source/source-text.js";
import { targetDiagnostics } from "../../../diagnostics/codes/target.js";
import type { BackendContext } from "../../../target/backend.js";
import { constantTest } from "../../shared/constant-test.js";
import { applyFunction } from "../../shared/apply-function.js";
import {
  boolean,
  call,
  keyword,
  name,
  number,
  operation,
  text,
  type Expression,
} from "../../shared/expression.js";
import { expressionOfCapture } from "../../shared/regex/expression-of-capture.js";
import { conjunction, disjunction, type Test, type TruthDialect } from "../../shared/truth.js";
import { columnKind } from "../column-kind.js";
import { constructText } from "../../shared/construct-text.js";
import { luceneRegex } from "../lucene/lucene-regex.js";
import { isIpAddress, lastPartEquals, lastPartLike } from "./derived-tests.js";
import { likeParts, textEquals, textLike, textRegex, type TextTest } from "./text-tests.js";
import { lengthenedTest } from "./lengthened-test.js";
import { respelledTest } from "./respelled-test.js";
import { mirrored, listed, booleanIn, foldedArgument, survives, regexSurvives } from "./column-tests.js";

/** What the tests of one query have in common. */
export interface EqlScope {
  readonly context: BackendContext;
  /** Columns that hold several values; functions do not take them, and `!=` is another question there. */
  readonly several: ReadonlySet<string>;
}

/** How EQL states the tests of a predicate over columns; what it cannot state exactly is reported. */
export function eqlDialect(scope: EqlScope): TruthDialect {
  const tests = new EqlTests(scope);
  return {
    takesApart: true,
    positive: (test) => tests.positive(test),
    presence: (value, present) => tests.presence(value, present),
    several: (value) => tests.several(value),
    other: (expression) =>
      tests.refuse(
        expression.span,
        expression.kind === "term"
          ? "it has no test of the raw event"
          : "it compares columns with literals, and computes no truth values",
      ),
  };
}

class EqlTests {
  constructor(private readonly scope: EqlScope) {}

  refuse(span: Span, reason: string): undefined {
    this.scope.context.report(
      targetDiagnostics.unsupported(span, { construct: constructText(span), language: "EQL", reason }),
    );
    return undefined;
  }

  several(value: ScalarExpression): boolean {
    if (value.kind === "column") return this.scope.several.has(value.name);
    return value.kind === "call" && value.arguments.some((argument) => this.several(argument));
  }

  presence(value: ScalarExpression, present: boolean): Expression | undefined {
    switch (value.kind) {
      case "column":
        return operation(present ? "!=" : "==", name(optional(value.name)), keyword("null"));
      case "literal":
        return boolean((value.value !== null) === present);
      case "call": {
        if (value.function === "regex_capture") return this.captured(value, present);
        if (!givesValue.has(value.function))
          return this.refuse(value.span, `it cannot tell whether \`${value.function}\` gives a value`);
        const parts = value.arguments.map((argument) => this.presence(argument, present));
        if (!parts.every((part) => part !== undefined)) return undefined;
        // Several values are put together of those that are there.
        const all = present === (value.function !== "mvappend");
        return all ? conjunction(parts) : disjunction(parts);
      }
      default:
        return this.refuse(value.span, "a computed value has no test for presence");
    }
  }

  /** A group takes something where its expression matches, as long as each match goes through the group. */
  private captured(value: Call, present: boolean): Expression | undefined {
    const source = expressionOfCapture(value);
    const [input] = value.arguments;
    if (source === undefined || input === undefined)
      return this.refuse(value.span, "it cannot tell whether a group of a regular expression took part");
    const matches = this.match({
      kind: "match",
      value: input,
      pattern: { kind: "regex", source },
      caseSensitive: true,
      whenMissing: "false",
      span: value.span,
    });
    if (matches === undefined || present) return matches;
    const missing = this.presence(input, false);
    return missing && disjunction([missing, operation("not", matches)]);
  }

  positive(test: Test): Expression | undefined {
    switch (test.kind) {
      case "compare":
        return this.compare(test);
      case "one-of":
        return this.equalsAny(test.value, test.options, test);
      case "match":
        return this.match(test);
      default:
        return test satisfies never;
    }
  }

  private compare(test: Compare): Expression | undefined {
    const { left, right, operator } = test;
    if (left.kind === "literal" && right.kind !== "literal")
      return this.compare({ ...test, left: right, right: left, operator: mirrored[operator] });
    if (right.kind !== "literal") return this.refuse(test.span, "it cannot compare two fields");
    if (operator === "=") return this.equalsAny(left, [right], test);
    if (operator === "!=")
      return this.refuse(test.span, "it cannot ask whether any of several values differs");
    return this.ordered(left, operator, right, test);
  }

  private ordered(
    value: ScalarExpression,
    operator: "<" | "<=" | ">" | ">=",
    { value: bound }: Literal,
    test: Compare,
  ): Expression | undefined {
    if (value.kind === "literal") return this.constant(test);
    const limit = Number(bound);
    if (bound === null || bound === "" || test.mode === "text" || Number.isNaN(limit))
      return this.refuse(test.span, "texts have another order there");
    if (value.kind === "column" && columnKind(value) !== "number")
      return this.refuse(
        test.span,
        `\`${value.name}\` is of the type \`${value.type}\`, whose order is not that of numbers`,
      );
    if (value.kind === "call" && value.type !== "number")
      return this.refuse(test.span, "texts have another order there");
    const written = this.value(value);
    return written && operation(operator, written, number(limit));
  }

  /** `value` equals one of the literals. */
  private equalsAny(
    value: ScalarExpression,
    options: readonly Literal[],
    test: Compare | OneOf,
  ): Expression | undefined {
    if (value.kind === "literal") return this.constant(test);
    const texts = options.flatMap(({ value: option }) => (option === null ? [] : [String(option)]));
    if (value.kind === "column") {
      switch (columnKind(value)) {
        case "text":
          return textEquals(name(value.name), texts, test.caseSensitive);
        case "number":
          return this.numberIn(value, texts);
        case "boolean":
          return booleanIn(value, texts);
        case "ip":
          return listed(
            value,
            texts.filter(isIpAddress).map((address) => text(address)),
          );
        case "date":
        case "full-text":
        case "other":
          return this.refuse(
            test.span,
            `a column of the type \`${value.type}\` cannot be searched for a value`,
          );
      }
    }
    if (value.kind !== "call") return this.refuse(test.span, "it cannot compute the value");
    const folded = foldedArgument(value);
    if (folded !== undefined) {
      const kept = test.caseSensitive
        ? options.filter(({ value: option }) => survives(value, String(option)))
        : options;
      if (kept.length === 0) return boolean(false);
      return this.equalsAny(folded, kept, { ...test, caseSensitive: false });
    }
    const separators = separatorsOf(value.function);
    if (separators !== undefined) {
      const column = this.textColumn(value.arguments[0], test.span);
      const path = column && { path: name(column.name), separators };
      return path && this.textTest(lastPartEquals(path, texts, test.caseSensitive), test);
    }
    if (value.function === "replace")
      return this.respelled(
        value,
        texts.map((item) => [{ kind: "text", text: item }]),
        test,
      );
    const written = this.value(value);
    if (written === undefined) return undefined;
    if (value.type === "text") return textEquals(written, texts, test.caseSensitive);
    const numbers = texts.map(Number);
    if (value.type !== "number" || numbers.some(Number.isNaN))
      return this.refuse(test.span, "the computed value is neither text nor number");
    return disjunction(numbers.map((option) => operation("==", written, number(option))));
  }

  private numberIn(column: ColumnReference, texts: readonly string[]): Expression {
    const numbers = texts.filter((option) => option.trim() !== "" && !Number.isNaN(Number(option)));
    return listed(
      column,
      numbers.map((option) => number(Number(option))),
    );
  }

  private match(test: Match): Expression | undefined {
    const { value, pattern, caseSensitive } = test;
    if (value.kind === "literal") return this.constant(test);
    if (value.kind === "call") return this.matchCall(value, test);
    if (value.kind !== "column") return this.refuse(test.span, "it cannot compute the value");
    const kind = columnKind(value);
    if (pattern.kind === "network") {
      if (kind !== "ip")
        return this.refuse(test.span, `\`${value.name}\` is of the type \`${value.type}\`, not \`ip\``);
      if (this.several(value)) return this.refuse(test.span, "functions do not take several values");
      return call("cidrMatch", name(value.name), text(pattern.cidr));
    }
    if (kind !== "text")
      return this.refuse(test.span, `a column of the type \`${value.type}\` takes no pattern`);
    const parts = likeParts(pattern);
    if (parts !== undefined)
      return this.textTest(textLike(name(value.name), parts, caseSensitive, this.several(value)), test);
    return pattern.kind === "regex" ? this.regex(name(value.name), pattern.source, test) : undefined;
  }

  private matchCall(value: Call, test: Match): Expression | undefined {
    const { pattern, caseSensitive } = test;
    const folded = foldedArgument(value);
    if (folded !== undefined) {
      if (!caseSensitive) return this.match({ ...test, value: folded });
      if (pattern.kind === "regex") {
        if (!regexSurvives(value, pattern.source))
          return this.refuse(test.span, "a case change before a regular expression that heeds case");
        return this.match({ ...test, value: folded, caseSensitive: false });
      }
      const texts = (likeParts(pattern) ?? []).map((part) => (part.kind === "text" ? part.text : ""));
      if (!texts.every((part) => survives(value, part))) return boolean(false);
      return this.match({ ...test, value: folded, caseSensitive: false });
    }
    const parts = likeParts(pattern);
    const separators = separatorsOf(value.function);
    if (separators !== undefined && parts !== undefined) {
      const column = this.textColumn(value.arguments[0], test.span);
      const path = column && { path: name(column.name), separators };
      return path && this.textTest(lastPartLike(path, parts, caseSensitive), test);
    }
    if (value.function === "replace" && parts !== undefined) return this.respelled(value, [parts], test);
    if (value.type !== "text" || pattern.kind === "network")
      return this.refuse(test.span, "the computed value takes no pattern");
    const written = this.value(value);
    if (written === undefined) return undefined;
    if (parts !== undefined) return this.textTest(textLike(written, parts, caseSensitive, false), test);
    return pattern.kind === "regex" ? this.regex(written, pattern.source, test) : undefined;
  }

  /** A test of a text that is spelled another way than the column has it, as tests of the column. */
  private respelled(
    value: Call,
    wanted: readonly LikePattern[],
    { caseSensitive, whenMissing, span }: Test,
  ): Expression | undefined {
    const tests = wanted.map((parts) => {
      const respelled = lengthenedTest(value, parts) ?? respelledTest(value, parts);
      // With case, the other spelling is another text.
      if (respelled === undefined || (caseSensitive && respelled.patterns.length > 1))
        return this.refuse(
          span,
          "the product spells the value another way, and the test may ask for a part of that",
        );
      const each = respelled.patterns.map((pattern) =>
        this.match({ kind: "match", value: respelled.value, pattern, caseSensitive, whenMissing, span }),
      );
      return each.every((test) => test !== undefined) ? disjunction(each) : undefined;
    });
    return tests.every((test) => test !== undefined) ? disjunction(tests) : undefined;
  }

  private regex(value: Expression, source: string, test: Match): Expression | undefined {
    const converted = luceneRegex(source, !test.caseSensitive);
    if (converted.ok) return this.textTest(textRegex(value, converted.pattern, converted.ignoreCase), test);
    this.scope.context.report(
      targetDiagnostics["unsupported-regex"](test.span, {
        construct: `\`${source}\``,
        language: "EQL",
        reason: converted.reason,
      }),
    );
    return undefined;
  }

  private textTest(result: TextTest, test: Test): Expression | undefined {
    return result.ok ? result.expression : this.refuse(test.span, result.reason);
  }

  private textColumn(value: ScalarExpression | undefined, span: Span): ColumnReference | undefined {
    if (value?.kind === "column" && columnKind(value) === "text") return value;
    return this.refuse(span, "the last part of a computed path");
  }

  /** A test of a literal: it has to be settled here, since a query has no place for it. */
  private constant(test: Test): Expression | undefined {
    const settled = constantTest(test);
    return settled === undefined ? this.refuse(test.span, "a test between two literals") : boolean(settled);
  }

  /** A column or a function of columns. */
  private value(value: ScalarExpression): Expression | undefined {
    if (value.kind === "column") return name(value.name);
    if (value.kind === "literal") {
      if (typeof value.value === "number") return number(value.value);
      return typeof value.value === "string" ? text(value.value) : this.refuse(value.span, "this literal");
    }
    if (value.kind !== "call") return this.refuse(value.span, "it cannot compute the value");
    if (this.several(value)) return this.refuse(value.span, "functions do not take several values");
    const form = this.scope.context.profile.functions.get("eql")?.get(value.function);
    if (form === undefined) return this.refuseFunction(value, undefined);
    const args = value.arguments.map((argument) => this.value(argument));
    if (!args.every((argument) => argument !== undefined)) return undefined;
    const applied = applyFunction(form, args);
    return applied.ok ? applied.expression : this.refuseFunction(value, applied.reason);
  }

  private refuseFunction(value: Call, reason: string | undefined): undefined {
    this.scope.context.report(
      targetDiagnostics["unsupported-function"](value.span, {
        construct: `\`${value.function}\``,
        language: "EQL",
        reason,
      }),
    );
    return undefined;
  }
}

/** Functions that give a value whenever all their arguments have one. */
const givesValue: ReadonlySet<string> = new Set<Call["function"]>([
  "concat",
  "lower",
  "upper",
  "len",
  "substr",
  "trim",
  "ltrim",
  "rtrim",
  "replace",
  "tostring",
  "base_name",
  "key_name",
  "mvappend",
  "mvdedup",
]);

/** A field that the mapping of an index may lack is null instead of an error. */
function optional(column: string): string {
  return `?${column}`;
}
