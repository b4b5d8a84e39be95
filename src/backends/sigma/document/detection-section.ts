import { all, distinct, keyOf, type Logic, type SigmaTest } from "../logic/logic.js";
import { prefixes, printCondition, type Condition } from "./condition.js";
import {
  asItem,
  asSelection,
  groupedByKey,
  isKeyword,
  type Selection,
  type SelectionItem,
} from "./selection.js";

/** The `detection` of a rule: search identifiers in the order of writing, and the condition over them. */
export interface DetectionSection {
  readonly identifiers: readonly { readonly name: string; readonly selection: Selection }[];
  readonly condition: string;
}

/**
 * Logic as SigmaHQ shapes it: what has to hold in `selection`s, what must not in `filter_main`s, with the shortest
 * condition that says exactly that. `shortNames` are the usual names of fields in identifiers.
 * https://github.com/SigmaHQ/sigma-specification/blob/main/sigmahq/sigmahq-rule-convention.md
 */
export function detectionSection(logic: Logic, shortNames: ReadonlyMap<string, string>): DetectionSection {
  const whole = asSelection(logic);
  if (whole !== undefined) {
    const name = whole.some((map) => map.some(isKeyword)) ? "keywords" : "selection";
    return { identifiers: [{ name, selection: whole }], condition: name };
  }

  const builder = new SectionBuilder(shortNames);
  const condition = builder.condition(logic);
  const { identifiers } = builder;
  const selections = identifiers.filter(({ name }) => name.startsWith(prefixes.selection));
  const [only] = selections;
  if (only === undefined || selections.length > 1) return finished(identifiers, condition);
  return finished(
    identifiers.map((entry) => (entry === only ? { ...entry, name: "selection" } : entry)),
    renamed(condition, only.name, "selection"),
  );
}

function finished(identifiers: DetectionSection["identifiers"], condition: Condition): DetectionSection {
  return {
    identifiers,
    condition: printCondition(
      condition,
      identifiers.map(({ name }) => name),
    ),
  };
}

function renamed(condition: Condition, from: string, to: string): Condition {
  switch (condition.kind) {
    case "identifier":
      return condition.name === from ? { kind: "identifier", name: to } : condition;
    case "not":
      return { kind: "not", operand: renamed(condition.operand, from, to) };
    case "all":
    case "any":
      return { ...condition, operands: condition.operands.map((operand) => renamed(operand, from, to)) };
  }
}

type Role = keyof typeof prefixes;

class SectionBuilder {
  readonly identifiers: { readonly name: string; readonly selection: Selection }[] = [];
  private readonly known = new Map<string, string>();

  constructor(private readonly shortNames: ReadonlyMap<string, string>) {}

  condition(logic: Logic, role: Role = "selection"): Condition {
    switch (logic.kind) {
      case "constant":
        throw new Error("constants are folded before a section is made");
      case "test":
        return this.identifier(logic, [[itemOf(logic)]], role);
      case "not":
        return { kind: "not", operand: this.filters(logic.operand) };
      case "all":
        return this.conjunction(logic.operands, role);
      case "any": {
        const selection = asSelection(logic);
        if (selection !== undefined) return this.identifier(logic, selection, role);
        const operands = groupedByKey(logic.operands, "any");
        return { kind: "any", operands: operands.map((operand) => this.condition(operand, role)) };
      }
    }
  }

  /** What must not hold: one filter for each reason to leave an event out. */
  private filters(logic: Logic): Condition {
    if (logic.kind !== "any" || asItem(logic) !== undefined) return this.condition(logic, "filter");
    const operands = groupedByKey(logic.operands, "any");
    return { kind: "any", operands: operands.map((operand) => this.condition(operand, "filter")) };
  }

  private conjunction(operands: readonly Logic[], role: Role): Condition {
    const items: SelectionItem[] = [];
    const inBase: Logic[] = [];
    const parts: Condition[] = [];
    const keywords: [Logic, SelectionItem][] = [];
    const negated: Logic[] = [];
    const others: Logic[] = [];
    for (const operand of groupedByKey(operands, "all")) {
      const item = asItem(operand);
      if (item !== undefined && isKeyword(item)) keywords.push([operand, item]);
      else if (item !== undefined && !items.some(({ key }) => key === item.key)) {
        items.push(item);
        inBase.push(operand);
      } else if (operand.kind === "not") negated.push(operand.operand);
      else others.push(operand);
    }
    if (items.length > 0) parts.push(this.identifier(all(inBase), [items], role));
    for (const [keyword, item] of keywords) parts.push(this.identifier(keyword, [[item]], role));
    for (const other of others) parts.push(this.condition(other, role));
    const [single] = negated;
    if (single !== undefined) {
      const excluded: Logic =
        negated.length === 1 ? single : { kind: "any", operands: distinct(negated.flatMap(alternatives)) };
      parts.push({ kind: "not", operand: this.filters(excluded) });
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: "all", operands: parts };
  }

  private identifier(logic: Logic, selection: Selection, role: Role): Condition {
    const key = `${role} ${keyOf(logic)}`;
    let name = this.known.get(key);
    if (name === undefined) {
      name = this.freshName(role, selection);
      this.known.set(key, name);
      this.identifiers.push({ name, selection });
    }
    return { kind: "identifier", name };
  }

  private freshName(role: Role, selection: Selection): string {
    const field = selection[0]?.[0]?.field ?? "";
    const wanted =
      prefixes[role] + (this.shortNames.get(field) ?? (field === "" ? "keywords" : plainName(field)));
    const taken = new Set(this.identifiers.map(({ name }) => name));
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`;
    return name;
  }
}

function alternatives(logic: Logic): readonly Logic[] {
  return logic.kind === "any" && asItem(logic) === undefined ? logic.operands : [logic];
}

function itemOf({ field, modifiers, value }: SigmaTest): SelectionItem {
  return { key: [field, ...modifiers].join("|"), field, values: [value] };
}

/** Identifiers hold letters, digits and `_`. */
function plainName(field: string): string {
  const words = field.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
  return words === "" ? "field" : words.toLowerCase();
}
