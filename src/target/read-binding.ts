import { catalogDiagnostics } from "../diagnostics/codes/catalog.js";
import type { EventKind, ValueSet } from "../plan/log-source.js";
import type { ValueType } from "../plan/row-type.js";
import { parseBindingExpression, type BindingNode } from "./binding-expression.js";
import type { YamlNode } from "./yaml-node.js";

/** What the catalog says of one field: an expression in the notation, perhaps with a table of values. */
export type BindingEntry =
  | {
      readonly kind: "bound";
      readonly node: BindingNode;
      readonly type?: ValueType;
      readonly multivalue?: boolean;
      readonly comparable?: false;
      readonly decoded?: true;
      readonly always?: true;
    }
  | { readonly kind: "missing"; readonly reason: string };

const valueTypes: ReadonlySet<string> = new Set<ValueType>([
  "text",
  "number",
  "boolean",
  "time",
  "ip",
  "unknown",
]);

export function isValueType(text: string): text is ValueType {
  return valueTypes.has(text);
}

/** Reads `column`, `{ from, values, cased, otherwise, type, multivalue, decoded, always }`, `{ constant }` or `{ missing }`. */
export function readBinding(yaml: YamlNode): BindingEntry | undefined {
  if (yaml.isText()) {
    const node = readExpression(yaml);
    return node === undefined ? undefined : { kind: "bound", node };
  }
  const missing = yaml.get("missing")?.text();
  if (missing !== undefined) return { kind: "missing", reason: missing };

  const node = readNode(yaml);
  if (node === undefined) return undefined;
  const type = yaml.get("type")?.text();
  if (type !== undefined && !isValueType(type)) {
    yaml.report(`\`${type}\` is not a type of value`);
    return undefined;
  }
  const multivalue = yaml.get("multivalue")?.flag();
  return {
    kind: "bound",
    node,
    ...(type === undefined ? {} : { type }),
    ...(multivalue === undefined ? {} : { multivalue }),
    ...(yaml.get("comparable")?.flag() === false ? { comparable: false } : {}),
    ...(yaml.get("decoded")?.flag() === true ? { decoded: true } : {}),
    ...(yaml.get("always")?.flag() === true ? { always: true } : {}),
  };
}

/** Reads an expression in the notation. */
export function readExpression(yaml: YamlNode): BindingNode | undefined {
  const text = yaml.text();
  if (text === undefined) return undefined;
  const parsed = parseBindingExpression(text);
  if (parsed.kind === "parsed") return parsed.node;
  yaml.add(
    catalogDiagnostics["invalid-expression"](yaml.span(), { expression: text, problem: parsed.reason }),
  );
  return undefined;
}

/** Reads `when:`, a mapping from fields to the values they have, to `{ except: values }` or `{ present: true }`. */
export function readEventKind(yaml: YamlNode | undefined): EventKind {
  if (yaml === undefined) return new Map();
  return new Map(yaml.entries().map(([field, values]) => [field, readValueSet(values)]));
}

function readValueSet(yaml: YamlNode): ValueSet {
  if (yaml.get("present")?.flag() === true) return { kind: "present" };
  const except = yaml.get("except");
  const values = new Set((except ?? yaml).texts().map((value) => value.toLowerCase()));
  return { kind: except === undefined ? "in" : "except", values };
}

function readNode(yaml: YamlNode): BindingNode | undefined {
  const constant = yaml.get("constant");
  if (constant !== undefined) {
    const { value } = constant;
    if (
      value === null ||
      typeof value === "string" ||
      typeof value === "number" ||
      typeof value === "boolean"
    )
      return { kind: "literal", value };
    constant.report("a text, number or truth value is expected here");
    return undefined;
  }
  const written = yaml.get("from");
  const from = written === undefined ? undefined : readExpression(written);
  if (from === undefined) {
    if (written === undefined) yaml.report("one of `from`, `constant` and `missing` is expected here");
    return undefined;
  }
  const table = yaml.get("values");
  const fallback = yaml.get("otherwise");
  if (table === undefined) return from;
  const otherwise = fallback === undefined ? undefined : readExpression(fallback);
  const values = table.entries().flatMap(([value, result]) => {
    const then = readResult(result);
    return then === undefined ? [] : [{ value, then }];
  });
  return {
    kind: "map",
    from,
    values,
    ...(yaml.get("cased")?.flag() === true ? { cased: true } : {}),
    ...(otherwise === undefined ? {} : { otherwise }),
  };
}

/** What a value of a table becomes: a text, nothing, or what another column says then. */
function readResult(yaml: YamlNode): BindingNode | undefined {
  if (yaml.get("from") !== undefined) return readNode(yaml);
  const value = yaml.value === null ? null : yaml.text();
  return value === undefined ? undefined : { kind: "literal", value };
}
