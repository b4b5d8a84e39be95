import type { WildcardPattern } from "../../grammar/ast.js";
import type { ColumnReference, Term } from "../plan/expression.js";
import type { ScanBinding } from "./bind.js";
import type { TargetProfile } from "./profile.js";
import { partedTexts } from "./parted-texts.js";
import { mapSetting } from "./settings.js";
import { textColumn } from "./text-column.js";

/**
 * The columns in one of which a term of the raw event stands exactly where it stands in the event; `undefined` where a
 * table has no such columns. That is the column with the text of the event: of a custom table, or where `eventTexts` of
 * `target.yml` names it. Where a log source is lines of syslog and a table splits them into message and header
 * (`headedTexts`), the rest of the header holds no word of four letters or more: the time, and numbers. Other tables keep
 * the parts of an event alone (`partedTexts`).
 */
export function eventTexts(
  term: Pick<Term, "pattern" | "span">,
  binding: ScanBinding,
  profile: Pick<TargetProfile, "settings">,
): readonly ColumnReference[] | undefined {
  const { home, source, table } = binding;
  const { settings } = profile;
  const raw = binding.field("_raw");
  if (raw?.kind === "missing") return partedTexts(term, binding, profile);
  if (raw?.kind !== "bound" || raw.expression.kind !== "column" || raw.type !== "text") return undefined;
  const whole = home.custom === true || mapSetting(settings, "eventTexts")[table] === raw.expression.name;
  if (whole && raw.comparable !== false) return [raw.expression];
  const parts = headedTexts(source.id, settings, { ...raw.expression, span: term.span });
  return parts.length > 0 && isWord(term.pattern) ? parts : undefined;
}

/**
 * The columns that hold the message of a line of a log source and the words of its header, with a type of their own or
 * that of the message.
 */
export function headedTexts(
  source: string,
  settings: TargetProfile["settings"],
  message: ColumnReference,
): readonly ColumnReference[] {
  const parts = mapSetting(settings, "headedTexts")[source];
  if (!Array.isArray(parts)) return [];
  return parts.map((part) => textColumn(part, message.type, message.span));
}

/** One text of letters, longer than the name of a month. */
function isWord(pattern: WildcardPattern): boolean {
  const [only, ...others] = pattern;
  return others.length === 0 && only?.kind === "text" && /^\p{L}{4,}$/u.test(only.text);
}
