import type { LookupTable } from "../../../content/model.js";
import { EvaluationContext } from "../../../evaluate/context.js";
import { compilePredicate } from "../../../evaluate/expression.js";
import { conjunction } from "../../../plan/build/index.js";
import { fieldsOf } from "../../../plan/expression-visitor.js";
import type { Compare, ScalarExpression } from "../../../plan/expression.js";
import type { Filter, Lookup } from "../../../plan/plan.js";
import { call, keyword, name, operation, text, type Expression } from "../../shared/expression.js";
import { anyElement } from "./any-value.js";
import { toText, verbatim } from "./convert.js";
import { filtered } from "./filter.js";
import { allOf, isBoolean } from "./logic.js";
import { collectionOf, tablePipeline, type TableRows } from "./lookup-table.js";
import { plainName } from "./names.js";
import { wantedFields } from "./output.js";
import { isTrue } from "./predicate.js";
import type { FieldSource, Relation } from "./relation.js";
import { Scope } from "./scope.js";
import type { Session } from "./session.js";
import { Staging } from "./staging.js";
import { filled, missingValue, present, type KqlValue } from "./value.js";

/** A test of what a lookup adds out of a table that is kept elsewhere and whose key matches by pattern. */
export interface AskedPatterns {
  readonly lookup: Lookup;
  readonly table: LookupTable;
  readonly content: TableRows;
  /** The column of the key, and the field that is compared. */
  readonly key: Lookup["keys"][number];
  /** The column that is tested, and the text that it is to have. */
  readonly column: string;
  readonly test: Compare;
  readonly wanted: string;
  readonly others: readonly ScalarExpression[];
}

/**
 * What a filter asks of such a lookup, where a row of the table with one text in one column decides: then that row's
 * pattern is all that matters. A row without a match must not pass, and nothing else may be asked of what the lookup adds.
 */
export function askedPatterns(
  { input: lookup, predicate }: Filter,
  session: Session,
): AskedPatterns | undefined {
  if (lookup.kind !== "lookup") return undefined;
  const table = session.context.content.lookups.get(lookup.table);
  const content = table === undefined ? undefined : collectionOf(table);
  const [key, ...more] = lookup.keys;
  if (table === undefined || content === undefined || key === undefined || more.length > 0) return undefined;
  if (table.matchTypes.get(key.column) !== "wildcard") return undefined;
  const added = new Set(lookup.outputs.map(({ field }) => field));
  const asks = (test: ScalarExpression): boolean => [...fieldsOf(test)].some((field) => added.has(field));
  const tests = predicate.kind === "and" ? predicate.operands : [predicate];
  const [test, ...otherTests] = tests.filter(asks);
  if (test?.kind !== "compare" || test.operator !== "=" || otherTests.length > 0) return undefined;
  const { left, right } = test;
  if (left.kind !== "field" || right.kind !== "literal" || typeof right.value !== "string") return undefined;
  const output = lookup.outputs.find(({ field }) => field === left.name);
  if (output === undefined || lookup.input.row.columns.has(left.name)) return undefined;
  // A text that looks like a number is compared as one.
  if (right.value.trim() === "" || !Number.isNaN(Number(right.value))) return undefined;
  const fallback = table.minMatches > 0 ? (table.defaultMatch ?? "") : "";
  const holds = compilePredicate(test, new EvaluationContext({ now: 0 }));
  if (holds(new Map(fallback === "" ? [] : [[left.name, fallback]])) === true) return undefined;
  const others = tests.filter((each) => each !== test);
  const { column } = output;
  return { lookup, table, content, key, column, test, wanted: right.value, others };
}

/**
 * The rows whose key meets the pattern of such a row. A regular expression of KQL is the same for all rows, and what
 * `toscalar` gives is: the patterns of the table are alternatives of one.
 *
 * @see https://learn.microsoft.com/kusto/query/toscalar-function
 */
export function withAskedPatterns(asked: AskedPatterns, input: Relation, session: Session): Relation {
  const { lookup, key, others, test } = asked;
  const staging = new Staging(input, session);
  const scope = Scope.of(session, input, staging);
  const value = scope.value({ kind: "field", name: key.field, span: lookup.span });
  const patterns = call("toscalar", name(patternsOf(asked, session)));
  const meets = (one: KqlValue): Expression =>
    allOf([present(one), operation("matches regex", toText(filled(one)).expression, patterns)]);
  const found = value.multivalue ? anyElement(value, scope, meets) : meets(value);
  if (found === undefined) {
    session.unsupported(`the lookup \`${lookup.table}\``, "no stage can come before it", lookup.span);
    return input;
  }
  const wanted = wantedFields(session.context.detection);
  const from = unknownCells(lookup, wanted, session);
  const unread = lookup.outputs.reduce<Relation>(
    (relation, { field }) => ({
      ...relation,
      columns: relation.columns.with(field, {
        deferred: { kind: "field", name: field, span: lookup.span },
        from,
        leftOut: lookup.span,
      }),
    }),
    filtered(input, found, staging),
  );
  if (others.length === 0) return unread;
  const after = new Staging(unread, session);
  const rest = isTrue(conjunction(others, test.span), Scope.of(session, unread, after));
  return isBoolean(rest, true) ? unread : filtered(unread, rest, after);
}

/** Which rows of the table are met is not told, so that their cells are not known. */
function unknownCells({ table, span }: Lookup, wanted: readonly string[], session: Session): FieldSource {
  return {
    resolve: () => {
      session.unsupported(
        `the lookup \`${table}\``,
        "its patterns are not part of the content, so that only whether one of them is met can be asked",
        span,
      );
      return missingValue();
    },
    // What only shows is left out of the result.
    has: (field) => wanted.includes(field),
    removed: new Set(),
    each: () => undefined,
  };
}

/** What no text is: without it an empty table would be met by an empty text. */
const never = "$.";

/** The patterns of the rows that are wanted, as one that the whole of a text has to be. */
function patternsOf({ table, content, key, column, test, wanted }: AskedPatterns, session: Session): string {
  const columns = [...new Set([key.column, column])];
  const { pipeline, names } = tablePipeline(table, content, columns, (cell) => cell, session);
  const nameOf = (of: string): Expression => name(names[columns.indexOf(of)] ?? plainName(of));
  const steps: readonly (readonly [string, Expression, Expression])[] = [
    ["replace_string", verbatim("\\"), verbatim("\\\\")],
    ["replace_string", text("^"), verbatim("\\^")],
    ["replace_regex", verbatim("([$.|?+()\\[{}])"), verbatim("[\\1]")],
    ["replace_string", text("*"), text(".*")],
  ];
  const pattern = steps.reduce<Expression>(
    (from, [replace, what, by]) => call(replace, from, what, by),
    nameOf(key.column),
  );
  const isWanted = operation(test.caseSensitive ? "==" : "=~", nameOf(column), text(wanted));
  return session.define(`${plainName(table.name)}_patterns`, {
    ...pipeline,
    stages: [
      ...pipeline.stages,
      { kind: "where", predicate: allOf([isWanted, call("isnotempty", nameOf(key.column))]) },
      {
        kind: "summarize",
        aggregates: [
          {
            name: "patterns",
            expression: call(
              "strcat",
              text(table.caseSensitive ? "(?s)^(?:" : "(?is)^(?:"),
              call(
                "strcat_array",
                call("array_concat", keyword(`dynamic(["${never}"])`), call("make_set", pattern)),
                text("|"),
              ),
              text(")$"),
            ),
          },
        ],
        keys: [],
      },
    ],
  });
}
