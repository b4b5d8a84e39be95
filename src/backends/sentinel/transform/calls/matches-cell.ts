import { call as kqlCall, name, operation, text, type Expression } from "../../../shared/expression.js";
import { conditional, toText, verbatim } from "../convert.js";
import { allOf } from "../logic.js";
import { readTable, tablePipeline } from "../lookup-table.js";
import { plainName } from "../names.js";
import { filled, missing, missingValue, present, valueOf } from "../value.js";
import { argumentValue, literalText, refuseCall, type CallHandler } from "./handler.js";

/**
 * A pattern that is a cell of a table. A regular expression of KQL is the same for all rows, and what `toscalar` gives is:
 * it has an alternative for each cell, the cell itself before a line break and what it means as a pattern behind it, and is
 * asked of the field and the value put together so.
 *
 * @see https://learn.microsoft.com/kusto/query/toscalar-function
 */
export const matchesCell: CallHandler = (call, scope) => {
  const [value, field] = [argumentValue(call, 0, scope), argumentValue(call, 1, scope)];
  const [id = "", column = ""] = [literalText(call, 2), literalText(call, 3)];
  if (value === undefined || field === undefined) return missingValue("bool");
  if (value.multivalue || field.multivalue)
    return refuseCall(call, scope, "over a field with several values");
  const table = scope.session.context.content.lookups.get(id);
  const content = table && readTable(table);
  if (table === undefined || content === undefined) return refuseCall(call, scope);
  const { pipeline, names } = tablePipeline(table, content, [column], (cell) => cell, scope.session);
  const cell = name(names[0] ?? column);
  const plain = kqlCall("replace_string", cell, text("."), text("\\."));
  const alternative = kqlCall("strcat", plain, verbatim("\\n(?s:.*)"), cell);
  const patterns = scope.session.define(`${plainName(id)}_patterns`, {
    ...pipeline,
    stages: [
      ...pipeline.stages,
      {
        kind: "summarize",
        aggregates: [
          {
            name: "patterns",
            expression: kqlCall(
              "strcat",
              text("(?i)^(?:"),
              kqlCall("strcat_array", kqlCall("make_set", alternative), text("|")),
              text(")"),
            ),
          },
        ],
        keys: [],
      },
    ],
  });
  const texts = [toText(filled(field)), toText(filled(value))] as const;
  const [pattern, subject] = texts.map(({ expression }): Expression => expression);
  const both = kqlCall("strcat", pattern ?? text(""), text("\n"), subject ?? text(""));
  const matches = operation("matches regex", both, kqlCall("toscalar", name(patterns)));
  const nullable = texts.filter((each) => each.nullable);
  return valueOf(
    nullable.length === 0
      ? matches
      : conditional([{ when: allOf(nullable.map(present)), then: matches }], missing("bool")),
    "bool",
    { nullable: nullable.length > 0 },
  );
};
