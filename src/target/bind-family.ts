import type { Span } from "../source/source-text.js";
import { instantiateBinding, type ColumnTypes } from "./instantiate-binding.js";
import type { FieldBinding } from "./profile.js";
import type { BindingEntry } from "./read-binding.js";

/** How the fields of a family are bound: as data, so that a profile can be kept between runs. */
export type FamilyRule =
  | {
      readonly kind: "entry";
      readonly entry: BindingEntry;
      readonly types: ColumnTypes;
      readonly span: Span;
    }
  /** Each field is the column of its own name. */
  | { readonly kind: "column-of-name" };

/** The binding of the field of a family whose name has `text` in place of the `*`. */
export function bindFamily(rule: FamilyRule, text: string): FieldBinding {
  switch (rule.kind) {
    case "entry":
      return bindEntry(rule.entry, rule.types, rule.span, text);
    case "column-of-name": {
      const place = { source: { name: "", text: "" }, start: 0, end: 0 };
      return {
        kind: "bound",
        expression: { kind: "column", name: text, type: "string", span: place },
        type: "unknown",
        multivalue: false,
      };
    }
  }
}

/** What an entry of `fields/*.yml` binds to; `open` takes the place of a `*` in it. */
export function bindEntry(
  entry: BindingEntry,
  types: ColumnTypes,
  span: Span,
  open: string | undefined,
): FieldBinding {
  if (entry.kind === "missing") return entry;
  const bound = instantiateBinding(entry.node, { kind: "columns", types }, span, open);
  return {
    kind: "bound",
    expression: bound.expression,
    type: entry.type ?? bound.type,
    multivalue: entry.multivalue ?? bound.multivalue,
    ...(entry.comparable === undefined ? {} : { comparable: entry.comparable }),
    ...(entry.decoded === undefined ? {} : { decoded: entry.decoded }),
    ...(entry.always === undefined ? {} : { always: entry.always }),
  };
}
