import type { Call, ScalarExpression } from "./expression.js";
import { signatureOf, type FunctionName } from "./functions/index.js";
import { fieldsOf } from "./expression-visitor.js";
import { columnOf, type Column, type RowType, type ValueType } from "./row-type.js";

/** What an expression gives over a row of that type. A field the row cannot have is always missing. */
export function typeOf(expression: ScalarExpression, row: RowType): Column {
  switch (expression.kind) {
    case "field":
      return columnOf(row, expression.name) ?? alwaysMissing;
    case "column":
      return { type: "unknown", multivalue: "unknown", nullable: true };
    case "literal":
      return literalColumn(expression.value);
    case "and":
    case "or":
      return truth(expression.operands.some((operand) => typeOf(operand, row).nullable));
    case "not":
      return truth(typeOf(expression.operand, row).nullable);
    case "compare":
      return truth(
        expression.whenMissing === "missing" &&
          (typeOf(expression.left, row).nullable || typeOf(expression.right, row).nullable),
      );
    case "one-of":
    case "match":
      return truth(expression.whenMissing === "missing" && typeOf(expression.value, row).nullable);
    case "term":
    case "is-present":
      return truth(false);
    case "case": {
      const values = expression.arms.map(({ then }) => typeOf(then, row));
      if (expression.otherwise !== undefined) values.push(typeOf(expression.otherwise, row));
      const merged = mergeColumns(values);
      return expression.otherwise === undefined ? { ...merged, nullable: true } : merged;
    }
    case "call":
      return callColumn(expression, row);
  }
}

/** What a column is whose value comes from any of several others. */
export function mergeColumns(columns: readonly Column[]): Column {
  const known = columns.filter((column) => column !== alwaysMissing);
  const [first, ...rest] = known;
  if (first === undefined) return alwaysMissing;
  return {
    type: rest.every(({ type }) => type === first.type) ? first.type : "unknown",
    multivalue: anyMultivalue(known),
    nullable: columns.some(({ nullable }) => nullable),
  };
}

/** The column of a field that no row has. */
export const alwaysMissing: Column = { type: "unknown", multivalue: false, nullable: true };

function truth(nullable: boolean): Column {
  return { type: "boolean", multivalue: false, nullable };
}

function literalColumn(value: string | number | boolean | null): Column {
  if (value === null) return alwaysMissing;
  const types = { string: "text", number: "number", boolean: "boolean" } as const;
  const type = typeof value;
  return {
    type: type === "string" || type === "number" || type === "boolean" ? types[type] : "unknown",
    multivalue: false,
    nullable: false,
  };
}

/** Functions that give a value whenever every argument has one. */
const total: ReadonlySet<FunctionName> = new Set<FunctionName>([
  "concat",
  "lower",
  "upper",
  "len",
  "replace",
  "trim",
  "ltrim",
  "rtrim",
  "tostring",
  "bucket",
  "md5",
  "sha1",
  "sha256",
  "sha512",
  "shannon_entropy",
  "mvappend",
  "mvcount",
  "mvdedup",
  "mvreverse",
  "mvsort",
  "mvjoin",
]);

/** Functions that work on every value of a multivalue argument on its own. */
const perValue: ReadonlySet<FunctionName> = new Set<FunctionName>(["lower", "upper", "sed", "bucket"]);

function callColumn(call: Call, row: RowType): Column {
  const signature = signatureOf(call.function);
  const of = call.arguments.map((argument) => typeOf(argument, row));
  const merged = mergeColumns(of);
  const nullable =
    signature.missing === "never"
      ? false
      : signature.missing === "first-present" || call.function === "mvappend"
        ? of.every((column) => column.nullable)
        : !isTotal(call, of) || of.some((column) => column.nullable);
  return { type: call.type, multivalue: callMultivalue(call, of, merged, row), nullable };
}

/** A text that is no number falls into no bucket. */
function isTotal(call: Call, [first]: readonly Column[]): boolean {
  if (call.function === "bucket" && first?.type !== "number" && first?.type !== "time") return false;
  return total.has(call.function);
}

/** Functions that give some of the values of their argument, or all of them in another order. */
const ofItsValues: ReadonlySet<FunctionName> = new Set<FunctionName>([
  "mvdedup",
  "mvindex",
  "mvreverse",
  "mvsort",
]);

function callMultivalue(
  call: Call,
  of: readonly Column[],
  merged: Column,
  row: RowType,
): Column["multivalue"] {
  if (call.function === "mvindex" && call.arguments.length === 2) return false;
  if (ofItsValues.has(call.function)) return of[0]?.multivalue ?? false;
  // A test names the one field whose values it chooses from first.
  if (call.function === "mvfilter") return columnOf(row, firstField(call) ?? "")?.multivalue ?? false;
  if (call.function === "coalesce") return merged.multivalue;
  if (perValue.has(call.function)) return of[0]?.multivalue ?? false;
  if (call.function === "spath") return pathMultivalue(call.arguments[1]);
  return signatureOf(call.function).multivalue;
}

function firstField(expression: ScalarExpression): string | undefined {
  return [...fieldsOf(expression)][0];
}

/** A path enters the elements of an array by `{}` alone, while XML may have an element several times without it. */
function pathMultivalue(path: ScalarExpression | undefined): Column["multivalue"] {
  const known = path?.kind === "literal" && typeof path.value === "string" ? path.value : undefined;
  return known !== undefined && !known.includes("{}") ? "unknown" : true;
}

function anyMultivalue(columns: readonly Column[]): Column["multivalue"] {
  if (columns.some(({ multivalue }) => multivalue === true)) return true;
  return columns.some(({ multivalue }) => multivalue === "unknown") ? "unknown" : false;
}

/** The type of a function's result, given those of its arguments. */
export function resultType(name: FunctionName, types: readonly ValueType[]): ValueType {
  const { returns } = signatureOf(name);
  if (returns !== "unknown") return returns;
  switch (name) {
    case "coalesce":
    case "min":
    case "max":
    case "mvappend":
      return types.every((type) => type === types[0]) ? (types[0] ?? "unknown") : "unknown";
    case "bucket":
    case "mvdedup":
    case "mvindex":
    case "mvreverse":
    case "mvsort":
    case "nullif":
      return types[0] ?? "unknown";
    case "add":
      return types.every((type) => type === "number" || type === "time") ? "number" : "unknown";
    default:
      return "unknown";
  }
}
