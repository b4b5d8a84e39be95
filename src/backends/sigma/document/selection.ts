import { keyOf, type Logic, type SigmaTest, type SigmaValue } from "../logic/logic.js";

/** A search identifier: one map, all of whose items hold, or several maps of which one does. */
export type Selection = readonly SelectionMap[];
export type SelectionMap = readonly SelectionItem[];

/** `Field|modifier: value`, or a list of values. */
export interface SelectionItem {
  readonly key: string;
  readonly field: string;
  readonly values: readonly SigmaValue[];
}

/** The logic as one search identifier, where its shape allows that. */
export function asSelection(logic: Logic): Selection | undefined {
  const map = asMap(logic);
  if (map !== undefined) return [map];
  if (logic.kind !== "any") return undefined;
  const maps: SelectionMap[] = [];
  for (const operand of groupedByKey(logic.operands, "any")) {
    const inner = asMap(operand);
    if (inner === undefined) return undefined;
    maps.push(inner);
  }
  return maps.length > 1 && maps.some((map) => map.some(isKeyword)) ? undefined : maps;
}

/** The logic as one map: a test, or tests of which no two would need the same key. */
export function asMap(logic: Logic): SelectionMap | undefined {
  const operands = logic.kind === "all" ? groupedByKey(logic.operands, "all") : [logic];
  const items: SelectionItem[] = [];
  for (const operand of operands) {
    const item = asItem(operand);
    if (item === undefined || items.some(({ key }) => key === item.key)) return undefined;
    items.push(item);
  }
  return items.length > 1 && items.some(isKeyword) ? undefined : items;
}

/** Texts that are looked for in the whole event; SigmaHQ keeps them in an identifier of their own. */
export function isKeyword({ field }: SelectionItem): boolean {
  return field === "";
}

/** The logic as one line of a map: a value, any of a list, or with `|all` all of a list. */
export function asItem(logic: Logic): SelectionItem | undefined {
  if (logic.kind === "test") return { key: keyText(logic), field: logic.field, values: [logic.value] };
  if (logic.kind !== "any" && logic.kind !== "all") return undefined;
  const tests = logic.operands.filter((operand) => operand.kind === "test");
  const [first] = tests;
  if (first === undefined || tests.length < logic.operands.length) return undefined;
  const key = keyText(first);
  if (tests.some((test) => keyText(test) !== key || !canBeListed(test))) return undefined;
  const values = tests.map(({ value }) => value);
  if (logic.kind === "any") return { key, field: first.field, values };
  return canBeLinked(first) ? { key: `${key}|all`, field: first.field, values } : undefined;
}

function keyText({ field, modifiers }: SigmaTest): string {
  return [field, ...modifiers].join("|");
}

/** `null` and the presence of a field stand alone. */
function canBeListed({ value, modifiers }: SigmaTest): boolean {
  return value !== null && !modifiers.includes("exists");
}

/** SigmaHQ links only parts of a text with `|all`; a keyword is a part of the event. */
function canBeLinked({ field, modifiers }: SigmaTest): boolean {
  return modifiers.includes("contains") || (field === "" && modifiers.length === 0);
}

/** The operands with tests of one key brought together, where they can share a line. */
export function groupedByKey(operands: readonly Logic[], kind: "all" | "any"): readonly Logic[] {
  const groups = new Map<string, SigmaTest[]>();
  for (const operand of operands) {
    if (operand.kind !== "test" || !canBeListed(operand)) continue;
    if (kind === "all" && !canBeLinked(operand)) continue;
    const key = keyText(operand);
    groups.set(key, [...(groups.get(key) ?? []), operand]);
  }
  const done = new Set<string>();
  return operands.flatMap((operand): readonly Logic[] => {
    const key = operand.kind === "test" ? keyText(operand) : keyOf(operand);
    const group = operand.kind === "test" ? groups.get(key) : undefined;
    if (group === undefined || group.length < 2) return [operand];
    if (done.has(key)) return [];
    done.add(key);
    return [{ kind, operands: group }];
  });
}
