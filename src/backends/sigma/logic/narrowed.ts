import type { Logic, SigmaTest } from "./logic.js";

/** Fields of which every event has one value: Windows gives an event one number. */
const singles: ReadonlySet<string> = new Set(["EventID"]);

type NumberTest = SigmaTest & { readonly value: number };

/**
 * The alternatives of each operand of a conjunction without those that another operand rules out: `EventID in (1, 2)`
 * and `EventID in (2, 3) or b` ask for `EventID in (1, 2)` and `EventID = 2 or b`; `undefined` where there is none.
 */
export function narrowed(operands: readonly Logic[]): readonly (readonly Logic[])[] | undefined {
  const parts: (readonly Logic[])[] = operands.map((operand) =>
    operand.kind === "any" ? operand.operands : [operand],
  );
  if (parts.filter((each) => each.some(isNumber)).length < 2) return undefined;
  let changed = false;
  for (const [index, own] of parts.entries()) {
    const others = parts.filter((_, at) => at !== index).filter(areNumbers);
    const left = own.filter((part) => !isNumber(part) || others.every((other) => mayHold(part, other)));
    changed ||= left.length < own.length;
    parts[index] = left;
  }
  return changed ? parts : undefined;
}

function isNumber(logic: Logic): logic is NumberTest {
  return (
    logic.kind === "test" &&
    logic.modifiers.length === 0 &&
    typeof logic.value === "number" &&
    singles.has(logic.field)
  );
}

function areNumbers(parts: readonly Logic[]): parts is readonly NumberTest[] {
  return parts.length > 0 && parts.every(isNumber);
}

/** Whether one of the others may hold together with a test. */
function mayHold({ field, value }: NumberTest, others: readonly NumberTest[]): boolean {
  return others.some((other) => other.field !== field || other.value === value);
}
