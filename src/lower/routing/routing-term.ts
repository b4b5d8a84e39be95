import type { FieldName, SearchExpression, SearchValue } from "../../../grammar/ast.js";
import { meaningOf, type LogSource, type RoutingMeaning, type SourceCatalog } from "../../plan/log-source.js";
import { showPattern } from "../expression/search-expression.js";

/** Whether the records of a source hold such a field themselves, so that it says what they are rather than whence. */
export function isRecordField(source: LogSource, name: string): boolean {
  return source.fields.get(name)?.origin === "record";
}

/** Whether a tag is one that the add-on of a source gives to a kind of its events, and thus a test of what is in them. */
export function isTagOf(source: LogSource, name: string, value: string): boolean {
  const known = name === "tag" ? source.fields.get(name)?.values : undefined;
  return known?.includes(value.toLowerCase()) === true;
}

/** A test of a search that says of which log source an event is. */
export interface RoutingTest {
  readonly key: string;
  readonly value: string;
  readonly field: FieldName;
  readonly spelled: SearchValue;
  readonly meaning: RoutingMeaning;
}

/** Terms that say where an event comes from, whatever the catalog holds. */
const originKeys: ReadonlySet<string> = new Set([
  "index",
  "sourcetype",
  "source",
  "eventtype",
  "savedsearch",
  "tag",
  "nodename",
]);

/**
 * Whether a field always says where an event comes from, rather than what is in it. Names of fields are compared with
 * case: `eventType` is a field like any other.
 */
export function isOriginKey(name: string): boolean {
  return originKeys.has(name) || name.startsWith("tag::");
}

/**
 * What a test says about the log source; `undefined` for an ordinary test of a field. A field of an event that the
 * catalog uses to tell sources apart (a channel, a category) routes only with a value that the catalog spells.
 */
export function routingTest(
  catalog: SourceCatalog,
  field: FieldName,
  spelled: SearchValue,
): RoutingTest | undefined {
  const key = field.name.toLowerCase();
  if (isOriginKey(key) && field.name !== key) return undefined;
  const value = showPattern(spelled.pattern);
  const meaning = meaningOf(catalog, key, value);
  if (!isOriginKey(key) && (meaning.kind !== "sources" || value === "*")) return undefined;
  return { key, value, field, spelled, meaning };
}

/** Every routing test of an expression, also those under NOT. */
export function routingTests(
  expression: SearchExpression | undefined,
  catalog: SourceCatalog,
): readonly RoutingTest[] {
  if (expression === undefined) return [];
  switch (expression.kind) {
    case "search-and":
    case "search-or":
      return expression.operands.flatMap((operand) => routingTests(operand, catalog));
    case "search-not":
      return routingTests(expression.operand, catalog);
    case "search-comparison":
      return testsOf(expression.field, [expression.value], catalog);
    case "search-in":
      return testsOf(expression.field, expression.values, catalog);
    case "search-term":
    case "time-modifier":
    case "search-subsearch":
    case "search-returned":
      return [];
  }
}

function testsOf(
  field: FieldName,
  values: readonly SearchValue[],
  catalog: SourceCatalog,
): readonly RoutingTest[] {
  return values.flatMap((value) => {
    const test = routingTest(catalog, field, value);
    return test === undefined ? [] : [test];
  });
}
