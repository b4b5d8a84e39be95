/** The condition of a rule over its search identifiers. */
export type Condition =
  | { readonly kind: "identifier"; readonly name: string }
  | { readonly kind: "all"; readonly operands: readonly Condition[] }
  | { readonly kind: "any"; readonly operands: readonly Condition[] }
  | { readonly kind: "not"; readonly operand: Condition };

/** How identifiers of one role are named; a pattern over the prefix stands for all of them. */
export const prefixes = { selection: "selection_", filter: "filter_main_" } as const;

/**
 * The condition as text. Identifiers that are all those of their prefix are written as `all of selection_*` or
 * `1 of filter_main_*`. `or` binds weaker than `and`, that weaker than `not`.
 */
export function printCondition(condition: Condition, names: readonly string[]): string {
  return print(condition, names, 0);
}

function print(condition: Condition, names: readonly string[], strength: number): string {
  switch (condition.kind) {
    case "identifier":
      return condition.name;
    case "not": {
      const operand = unwrapped(condition.operand);
      if (operand.kind === "not") return print(operand.operand, names, strength);
      return `not ${print(filterPattern(operand), names, 3)}`;
    }
    case "all":
    case "any": {
      const own = condition.kind === "any" ? 1 : 2;
      const parts = folded(condition, names);
      const text = parts
        .map((part) => (typeof part === "string" ? part : print(part, names, own + 1)))
        .join(condition.kind === "any" ? " or " : " and ");
      return parts.length > 1 && strength > own ? `(${text})` : text;
    }
  }
}

/** A condition without the conjunctions and disjunctions of one operand around it. */
function unwrapped(condition: Condition): Condition {
  if (condition.kind !== "all" && condition.kind !== "any") return condition;
  const [only, ...more] = condition.operands;
  return only === undefined || more.length > 0 ? condition : unwrapped(only);
}

/** A single filter is written as a pattern, too, as SigmaHQ does: more filters can be added beside it. */
function filterPattern(operand: Condition): Condition {
  return operand.kind === "identifier" && operand.name.startsWith(prefixes.filter)
    ? { kind: "any", operands: [operand] }
    : operand;
}

/** The operands, with all identifiers of a prefix in one pattern. */
function folded(
  { kind, operands }: Extract<Condition, { kind: "all" | "any" }>,
  names: readonly string[],
): readonly (Condition | string)[] {
  let parts: readonly (Condition | string)[] = operands;
  for (const prefix of Object.values(prefixes)) {
    const named = operands.filter(
      (operand) => operand.kind === "identifier" && operand.name.startsWith(prefix),
    );
    // An identifier may stand here twice while another one of its prefix stands elsewhere.
    const count = new Set(named.map((operand) => operand.kind === "identifier" && operand.name)).size;
    const everyOne = count === names.filter((name) => name.startsWith(prefix)).length;
    const enough = count > 1 || (count === 1 && prefix === prefixes.filter);
    if (!everyOne || !enough) continue;
    const [first] = named;
    const pattern = `${kind === "all" ? "all" : "1"} of ${prefix}*`;
    parts = parts.flatMap((part) =>
      part === first ? [pattern] : typeof part !== "string" && named.includes(part) ? [] : [part],
    );
  }
  return parts;
}
