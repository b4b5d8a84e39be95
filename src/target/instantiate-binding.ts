import type { Literal, ScalarExpression } from "../plan/expression.js";
import { signatureOf } from "../plan/functions/index.js";
import type { ValueType } from "../plan/row-type.js";
import type { Span } from "../source/source-text.js";
import type { BindingNode } from "./binding-expression.js";

/** What the names of a binding are: columns of a target, or fields of a source. */
export type NameMeaning =
  | { readonly kind: "columns"; readonly types: ColumnTypes }
  | { readonly kind: "fields"; typeOf(field: string): ValueType };

/** The column types of a target: its own name of the type, and what its values are. */
export interface ColumnTypes {
  readonly default: string;
  readonly types: ReadonlyMap<string, ValueType>;
}

export interface Instantiated {
  readonly expression: ScalarExpression;
  readonly type: ValueType;
  readonly multivalue: boolean;
}

/**
 * The expression that a binding stands for. `open` is the text that takes the place of `*`; array marks in it (`{}`)
 * make the value multivalue and are left out of a column's name.
 */
export function instantiateBinding(
  node: BindingNode,
  meaning: NameMeaning,
  span: Span,
  open?: string,
): Instantiated {
  const literal = (value: Literal["value"]): Literal => ({ kind: "literal", value, span });
  const recurse = (inner: BindingNode) => instantiateBinding(inner, meaning, span, open);

  switch (node.kind) {
    case "name":
      return name(node.name, node.type, meaning, span, open);
    case "literal":
      return {
        expression: literal(typeof node.value === "string" ? fillStar(node.value, open) : node.value),
        type: literalType(node.value),
        multivalue: false,
      };
    case "record": {
      const [, column = "", marks = "", path = ""] =
        /^([^.{]+)((?:\{\})?)\.?(.*)$/su.exec(fillStar(node.name, open)) ?? [];
      const rest = marks === "" ? path : path === "" ? marks : `${marks}.${path}`;
      const from: BindingNode =
        rest === "" ? { kind: "name", name: column } : { ...node, kind: "name", name: column };
      return instantiateBinding(rest === "" ? from : { kind: "path", from, path: rest }, meaning, span);
    }
    case "path": {
      const path = fillStar(node.path, open);
      const multivalue = path.includes("{}");
      const { expression } = recurse(node.from);
      return {
        expression: {
          kind: "call",
          function: multivalue ? "spath" : "json_extract",
          arguments: [expression, literal(path)],
          type: "unknown",
          span,
        },
        type: "unknown",
        multivalue,
      };
    }
    case "call": {
      const inner = node.arguments.map(recurse);
      const signature = signatureOf(node.function);
      const type = signature.returns === "unknown" ? (inner[0]?.type ?? "unknown") : signature.returns;
      return {
        expression: {
          kind: "call",
          function: node.function,
          arguments: inner.map(({ expression }) => expression),
          type,
          span,
        },
        type,
        multivalue: signature.multivalue || inner.some(({ multivalue }) => multivalue),
      };
    }
    case "map": {
      const from = recurse(node.from);
      const arms = node.values.map(({ value, then }) => ({
        when: {
          kind: "compare",
          operator: "=",
          left: from.expression,
          right: literal(fillStar(value, open)),
          mode: "auto",
          caseSensitive: node.cased ?? false,
          whenMissing: "false",
          span,
        } as const,
        then: recurse(then),
      }));
      const otherwise = node.otherwise === undefined ? undefined : recurse(node.otherwise);
      if (otherwise === undefined && arms.every(({ then }) => isNull(then.expression)))
        return { expression: literal(null), type: "unknown", multivalue: false };
      return {
        expression: {
          kind: "case",
          arms: arms.map(({ when, then }) => ({ when, then: then.expression })),
          ...(otherwise === undefined ? {} : { otherwise: otherwise.expression }),
          span,
        },
        type: arms[0]?.then.type ?? "unknown",
        multivalue: from.multivalue,
      };
    }
  }
}

function isNull(expression: ScalarExpression): boolean {
  return expression.kind === "literal" && expression.value === null;
}

function name(
  written: string,
  type: string | undefined,
  meaning: NameMeaning,
  span: Span,
  open: string | undefined,
): Instantiated {
  const multivalue = written.includes("*") && (open?.includes("{}") ?? false);
  if (meaning.kind === "fields") {
    const field = fillStar(written, open);
    return { expression: { kind: "field", name: field, span }, type: meaning.typeOf(field), multivalue };
  }
  const columnType = type ?? meaning.types.default;
  return {
    expression: {
      kind: "column",
      name: fillStar(written, open?.replaceAll("{}", "")),
      type: columnType,
      span,
    },
    type: meaning.types.types.get(columnType) ?? "unknown",
    multivalue,
  };
}

function fillStar(text: string, open: string | undefined): string {
  return open === undefined ? text : text.replace("*", () => open);
}

function literalType(value: string | number | boolean | null): ValueType {
  if (value === null) return "unknown";
  if (typeof value === "number") return "number";
  return typeof value === "boolean" ? "boolean" : "text";
}
