import type {
  Call,
  Case,
  ColumnReference,
  FieldReference,
  ScalarExpression,
  Term,
} from "../../../plan/expression.js";
import { mapExpression } from "../../../plan/expression-visitor.js";
import { signatureOf } from "../../../plan/functions/index.js";
import type { Span } from "../../../source/source-text.js";
import { targetDiagnostics } from "../../../diagnostics/codes/target.js";
import type { BackendContext } from "../../../target/backend.js";
import { applyFunction } from "../apply-function.js";
import { constructText } from "../construct-text.js";
import type { Expression } from "../expression.js";
import { termPattern } from "../regex/term-pattern.js";
import { simplified } from "../simplify.js";
import { translateTruth, type Truth, type TruthDialect } from "../truth.js";
import { isRefusal, type RowRefusal, type RowsLanguage } from "./rows-language.js";
import type { RowValue } from "./row-value.js";

/** Writes the expressions of one step of a plan; what the language cannot hold is reported. */
export class ValueWriter<Source> {
  private readonly dialect: TruthDialect;

  constructor(
    private readonly language: RowsLanguage<Source>,
    private readonly context: BackendContext,
    private readonly fieldValue: (name: string, span: Span) => RowValue | undefined,
    /** What a field of a predicate is written out as before it is translated. */
    private readonly writtenOut: (reference: FieldReference) => ScalarExpression | undefined = () =>
      undefined,
    /** The columns that a term of the raw event is looked for in. */
    private readonly termColumns: (term: Term) => readonly ColumnReference[] | undefined = () => undefined,
  ) {
    this.dialect = {
      takesApart: false,
      positive: (test) =>
        this.settled(
          language.test(test, (part) => this.comparableValue(part)),
          test.span,
        ),
      presence: (value, present) => {
        const written = this.value(value);
        return written && this.settled(language.presence(written, present), value.span);
      },
      several: (value) =>
        (value.kind === "field" || value.kind === "column" || value.kind === "call") &&
        this.value(value)?.several === true,
      other: (expression) => this.other(expression),
    };
  }

  truth(expression: ScalarExpression, want: Truth): Expression | undefined {
    const predicate = mapExpression(expression, (part) => {
      if (part.kind === "term") return this.termTest(part) ?? part;
      return part.kind === "field" ? (this.writtenOut(part) ?? part) : part;
    });
    const written = translateTruth(predicate, want, this.dialect);
    return written && simplified(written, this.language.simplify);
  }

  value(expression: ScalarExpression): RowValue | undefined {
    switch (expression.kind) {
      case "field":
        return this.fieldValue(expression.name, expression.span);
      case "column":
        return this.language.column(expression, false);
      case "literal":
        if (expression.value === null) return this.refuse(expression.span, "a missing value as a literal");
        return this.settled(this.language.literal(expression.value), expression.span);
      case "case":
        return this.choice(expression);
      case "call":
        return this.call(expression);
      case "and":
      case "or":
      case "not":
      case "compare":
      case "one-of":
      case "match":
      case "is-present":
      case "term":
        return this.refuse(expression.span, "a truth value as the value of a column");
      default:
        return expression satisfies never;
    }
  }

  private choice(choice: Case): RowValue | undefined {
    const { arms, otherwise, span } = choice;
    const { missing } = this.language;
    const without = missing === undefined ? arms.findIndex(({ then }) => isNull(then)) : -1;
    if (without >= 0) return this.choiceAround(choice, without);
    const written: { readonly condition: Expression; readonly value: RowValue | undefined }[] = [];
    let complete = true;
    for (const { when, then } of arms) {
      const isLeftOut = missing !== undefined && isNull(then);
      const condition = this.truth(when, "true");
      const value = isLeftOut ? undefined : this.value(then);
      if (condition === undefined || (value === undefined && !isLeftOut)) complete = false;
      else written.push({ condition, value });
    }
    const last = otherwise === undefined || isNull(otherwise) ? undefined : this.value(otherwise);
    if (!complete || (otherwise !== undefined && !isNull(otherwise) && last === undefined)) return undefined;
    const first = written.find(({ value }) => value !== undefined)?.value ?? last;
    if (first === undefined) return this.refuse(span, "a missing value as a literal");
    const none: RowValue = { expression: missing ?? first.expression, type: first.type, several: false };
    const given = written.map(({ condition, value = none }) => [condition, value] as const);
    return this.settled(this.language.conditional(given, last), span);
  }

  /** An arm without a value, where the language has none to write: what follows is chosen where its condition is not true. */
  private choiceAround({ arms, otherwise, span }: Case, index: number): RowValue | undefined {
    const later = arms.slice(index + 1);
    const last = otherwise === undefined || isNull(otherwise) ? undefined : otherwise;
    const rest: ScalarExpression | undefined =
      later.length === 0
        ? last
        : { kind: "case", arms: later, ...(last === undefined ? {} : { otherwise: last }), span };
    const before = arms.slice(0, index);
    const left = arms[index];
    if (rest === undefined || left === undefined) {
      if (before.length === 0) return this.refuse(span, "a missing value as a literal");
      return this.choice({ kind: "case", arms: before, span });
    }
    const skipped = this.truth(left.when, "not-true");
    const chosen = this.value(rest);
    const written = before.map(({ when, then }) => {
      const condition = this.truth(when, "true");
      const value = this.value(then);
      return condition === undefined || value === undefined ? undefined : ([condition, value] as const);
    });
    if (skipped === undefined || chosen === undefined || !written.every((arm) => arm !== undefined))
      return undefined;
    return this.settled(this.language.conditional([...written, [skipped, chosen]], undefined), span);
  }

  private comparableValue(expression: ScalarExpression): RowValue | undefined {
    const value = this.value(expression);
    if (value?.comparable !== false) return value;
    return this.refuse(expression.span, "the product spells the values of this field another way");
  }

  private call(expression: Call): RowValue | undefined {
    const { function: called, span } = expression;
    if (called === "registry_data") return this.registryData(expression);
    if (called === "nullif") return this.unlessEqual(expression);
    const own = this.language.call(expression, (part) => this.value(part));
    if (own !== undefined) return this.settled(own, span);
    // The first that is there: what never is can be left out.
    const asked =
      called === "coalesce"
        ? expression.arguments.filter((argument) => !isNull(argument))
        : expression.arguments;
    const given = asked.map((argument) => this.value(argument));
    if (!given.every((argument) => argument !== undefined)) return undefined;
    if (called === "coalesce") return this.settled(this.language.coalesce(given), span);
    const form = this.context.profile.functions.get(this.language.id)?.get(called);
    if (form === undefined) return this.refuseFunction(expression, undefined);
    const wanted = parameterTypes(called);
    const args = given.map((argument, index) =>
      (wanted[index] ?? wanted.at(-1)) === "text" ? this.asText(argument, span) : argument,
    );
    if (!args.every((argument) => argument !== undefined)) return undefined;
    if (args.some(({ type }, index) => (wanted[index] ?? wanted.at(-1)) === "number" && type !== "number"))
      return this.refuse(span, "its arguments may be texts, and the function takes numbers");
    if (args.some(({ several }) => several) && form.returns !== "unknown" && !takesSeveral.has(called))
      return this.refuse(span, "the function does not take several values");
    const applied = applyFunction(
      form,
      args.map((argument) => argument.expression),
    );
    if (!applied.ok) return this.refuseFunction(expression, applied.reason);
    return {
      expression: applied.expression,
      type: form.returns ?? expression.type,
      several: returnsSeveral.has(called),
    };
  }

  private asText(value: RowValue, span: Span): RowValue | undefined {
    return this.settled(this.language.asText?.(value) ?? value, span);
  }

  /** The data as the product keeps it: the same data in another form, so that it groups and shows, and is not tested. */
  private registryData({ arguments: [data] }: Call): RowValue | undefined {
    const value = data && this.value(data);
    return value && { ...value, comparable: false };
  }

  /** `nullif(a, b)`: `a` unless both are the same. */
  private unlessEqual({ arguments: [left, right], span }: Call): RowValue | undefined {
    if (left === undefined || right === undefined) return undefined;
    const same: ScalarExpression = {
      kind: "compare",
      operator: "!=",
      left,
      right,
      mode: "text",
      caseSensitive: true,
      whenMissing: "false",
      span,
    };
    return this.value({ kind: "case", arms: [{ when: same, then: left }], span });
  }

  private other(expression: ScalarExpression): Expression | undefined {
    if (expression.kind === "term")
      return this.refuse(
        expression.span,
        "the table does not keep the text of the event, so that the term has nothing to be looked for in",
      );
    const written = this.value(expression);
    if (written === undefined) return undefined;
    if (written.type !== "boolean") return this.refuse(expression.span, "the value is no truth value");
    return written.expression;
  }

  /** A term of the raw event as tests of the columns that keep the text of the event. */
  private termTest(term: Term): ScalarExpression | undefined {
    const { pattern, span } = term;
    const source = termPattern(pattern, term);
    const operands = this.termColumns(term)?.map((value): ScalarExpression => {
      const regex = { kind: "regex", source } as const;
      return { kind: "match", value, pattern: regex, caseSensitive: true, whenMissing: "false", span };
    });
    const [only] = operands ?? [];
    return operands?.length === 1 ? only : operands && { kind: "or", operands, span };
  }

  /** What the language gave, once its refusal has been reported. */
  private settled<Result>(result: Result | RowRefusal | undefined, span: Span): Result | undefined {
    return isRefusal(result) ? this.refuse(span, result.refused) : result;
  }

  refuse(span: Span, reason: string): undefined {
    this.context.report(
      targetDiagnostics.unsupported(span, {
        construct: constructText(span),
        language: this.language.title,
        reason,
      }),
    );
    return undefined;
  }

  private refuseFunction({ function: called, span }: Call, reason: string | undefined): undefined {
    this.context.report(
      targetDiagnostics["unsupported-function"](span, {
        construct: `\`${called}\``,
        language: this.language.title,
        reason,
      }),
    );
    return undefined;
  }
}

/** `add` joins texts in a search, and no target's addition does. */
function parameterTypes(called: Call["function"]): readonly string[] {
  if (called === "add") return ["number"];
  return called === "concat" ? ["text"] : signatureOf(called).parameters.map(({ type }) => type);
}

const takesSeveral: ReadonlySet<string> = new Set([
  "mvcount",
  "mvdedup",
  "mvindex",
  "mvjoin",
  "mvsort",
  "mvappend",
]);
const returnsSeveral: ReadonlySet<string> = new Set(["mvdedup", "mvsort", "mvappend", "split"]);

function isNull(expression: ScalarExpression): boolean {
  return expression.kind === "literal" && expression.value === null;
}
