import { text, type Expression } from "../../shared/expression.js";
import { conditional } from "./convert.js";
import { anyOf } from "./logic.js";
import type { Presence } from "./presence.js";
import { coalesced, present, type KqlValue } from "./value.js";

/** The presence of the first of several texts, of which some may be empty. */
export function eitherPresence(values: readonly KqlValue[]): { readonly presence?: Presence } {
  const known = values.find(({ presence }) => presence !== undefined)?.presence;
  if (known === undefined) return {};
  return { presence: { test: () => anyOf(values.map(present)), lost: () => known.lost() } };
}

/** The first of several values of one type that a row has. `coalesce` of KQL passes over an empty text. */
export function firstPresent(values: readonly KqlValue[]): Expression {
  const last = values.at(-1);
  const before = values.slice(0, -1);
  if (last === undefined) return text("");
  if (before.every(({ presence }) => presence === undefined))
    return coalesced(values.map(({ expression }) => expression));
  return conditional(
    before.map((value) => ({ when: present(value), then: value.expression })),
    last.expression,
  );
}
