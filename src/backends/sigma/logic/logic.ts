import { narrowed } from "./narrowed.js";

/** Two-valued logic over tests of an event, as Sigma has it: a test of a field that an event lacks is false. */
export type Logic = Constant | SigmaTest | Conjunction | Disjunction | Negation;

export interface Constant {
  readonly kind: "constant";
  readonly value: boolean;
}

/** `Field|modifier|…: value`. */
export interface SigmaTest {
  readonly kind: "test";
  readonly field: string;
  readonly modifiers: readonly string[];
  readonly value: SigmaValue;
  /** Set while the test is the looser one for a test that Sigma cannot say: which, so that no other is taken for it. */
  readonly standsFor?: number;
}

/** A text is in Sigma's notation already: wildcards bare, what would be one escaped. */
export type SigmaValue = string | number | boolean | null;

export interface Conjunction {
  readonly kind: "all";
  readonly operands: readonly Logic[];
}

export interface Disjunction {
  readonly kind: "any";
  readonly operands: readonly Logic[];
}

export interface Negation {
  readonly kind: "not";
  readonly operand: Logic;
}

export const always: Logic = { kind: "constant", value: true };
export const never: Logic = { kind: "constant", value: false };

export function test(field: string, modifiers: readonly string[], value: SigmaValue): SigmaTest {
  return { kind: "test", field, modifiers, value };
}

/** True when all operands are: flattened, each once, constants folded. */
export function all(operands: readonly Logic[]): Logic {
  const kept = distinct(
    operands.flatMap((operand) => (operand.kind === "all" ? operand.operands : [operand])),
  );
  if (kept.some(isNever) || hasOpposites(kept)) return never;
  const freed = withoutOpposites(kept, "any");
  const narrower = freed ?? narrowed(kept);
  if (narrower !== undefined) return all(narrower.map(any));
  const rest = absorbed(
    kept.filter((operand) => operand.kind !== "constant"),
    "any",
  );
  return only(rest) ?? (rest.length === 0 ? always : { kind: "all", operands: rest });
}

/**
 * True when any operand is. Where each operand is a negation the whole is the negation of them all, which is how a
 * Sigma filter is written.
 */
export function any(operands: readonly Logic[]): Logic {
  const kept = distinct(
    operands.flatMap((operand) => (operand.kind === "any" ? operand.operands : [operand])),
  );
  if (kept.some(isAlways) || hasOpposites(kept)) return always;
  const freed = withoutOpposites(kept, "all");
  if (freed !== undefined) return any(freed.map(all));
  const rest = absorbed(
    kept.filter((operand) => operand.kind !== "constant"),
    "all",
  );
  const single = only(rest);
  if (single !== undefined) return single;
  if (rest.length === 0) return never;
  const negations = rest.filter((operand) => operand.kind === "not");
  if (negations.length === rest.length) return not(all(negations.map(({ operand }) => operand)));
  return { kind: "any", operands: rest };
}

export function not(operand: Logic): Logic {
  if (operand.kind === "constant") return operand.value ? never : always;
  return operand.kind === "not" ? operand.operand : { kind: "not", operand };
}

/** `yes` where the condition holds, else `no`. */
export function either(condition: Logic, yes: Logic, no: Logic): Logic {
  if (keyOf(yes) === keyOf(no)) return yes;
  const whenYes = isAlways(no) ? yes : all([condition, yes]);
  const whenNo = isAlways(yes) ? no : all([not(condition), no]);
  if (isAlways(yes)) return any([condition, whenNo]);
  return isAlways(no) ? any([not(condition), whenYes]) : any([whenYes, whenNo]);
}

function isAlways(logic: Logic): boolean {
  return logic.kind === "constant" && logic.value;
}

export function isNever(logic: Logic): boolean {
  return logic.kind === "constant" && !logic.value;
}

function only(operands: readonly Logic[]): Logic | undefined {
  return operands.length === 1 ? operands[0] : undefined;
}

/** Each operand once, in the order of the first. */
export function distinct(operands: readonly Logic[]): readonly Logic[] {
  const seen = new Map<string, Logic>();
  for (const operand of operands) {
    const key = keyOf(operand);
    if (!seen.has(key)) seen.set(key, operand);
  }
  return [...seen.values()];
}

/**
 * `(a or b) and (a or b or c)` is `a or b`, `a or (a and b)` is `a`; an event that passes another test of a field has
 * the field.
 */
function absorbed(operands: readonly Logic[], inner: "any" | "all"): readonly Logic[] {
  const parts = operands.map((operand) => partKeys(operand, inner));
  return operands.filter((operand, index) => {
    if (operand.kind === inner) return !parts.some((other, at) => absorbs(other, at, parts[index], index));
    if (inner === "any" && isPresence(operand))
      return !operands.some((other) => other !== operand && impliesPresence(other, operand.field));
    if (inner === "all")
      return !operands.some(
        (other) => other !== operand && isPresence(other) && impliesPresence(operand, other.field),
      );
    return true;
  });
}

/** The keys of what an operand is put together of, as the inner logic. */
function partKeys(operand: Logic, inner: "any" | "all"): ReadonlySet<string> {
  return new Set(operand.kind === inner ? operand.operands.map(keyOf) : [keyOf(operand)]);
}

/** Whether the parts of one operand are among those of another; of equal ones the first absorbs. */
function absorbs(
  parts: ReadonlySet<string>,
  at: number,
  others: ReadonlySet<string> | undefined,
  otherAt: number,
): boolean {
  if (
    others === undefined ||
    at === otherAt ||
    parts.size > others.size ||
    (parts.size === others.size && at > otherAt)
  )
    return false;
  return [...parts].every((part) => others.has(part));
}

/**
 * `a or (not a and b)` is `a or b`, `a and (not a or b)` is `a and b`: the parts of each operand without those that are
 * the opposite of another operand, or that a field is missing which another operand asks for; `undefined` where there is
 * none.
 */
function withoutOpposites(
  operands: readonly Logic[],
  inner: "any" | "all",
): readonly (readonly Logic[])[] | undefined {
  const opposites = new Set(
    operands.filter(({ kind }) => kind !== inner).map((operand) => keyOf(not(operand))),
  );
  let changed = false;
  const parts = operands.map((operand) => {
    if (operand.kind !== inner) return [operand];
    const others = inner === "any" ? operands.filter((other) => other !== operand) : [];
    const left = operand.operands.filter(
      (part) => !opposites.has(keyOf(part)) && !(isAbsence(part) && deniesAbsence(part, others)),
    );
    changed ||= left.length < operand.operands.length;
    return left;
  });
  return changed ? parts : undefined;
}

interface Absence extends Negation {
  readonly operand: SigmaTest;
}

function isAbsence(logic: Logic): logic is Absence {
  return logic.kind === "not" && isPresence(logic.operand);
}

/** Whether one of the operands is true only of events that have the field. */
function deniesAbsence({ operand: { field } }: Absence, operands: readonly Logic[]): boolean {
  return operands.some((operand) => impliesPresence(operand, field));
}

/** Whether one of the operands is the negation of another. */
function hasOpposites(operands: readonly Logic[]): boolean {
  const keys = new Set(operands.map(keyOf));
  return operands.some((operand) => operand.kind === "not" && keys.has(keyOf(operand.operand)));
}

/** Whether the logic is that a field is there, and nothing stricter. */
function isPresence(logic: Logic): logic is SigmaTest {
  return (
    logic.kind === "test" &&
    logic.standsFor === undefined &&
    logic.modifiers[0] === "exists" &&
    logic.value === true
  );
}

/** Whether the logic can be true only of an event that has the field. */
function impliesPresence(logic: Logic, field: string): boolean {
  switch (logic.kind) {
    case "test":
      return logic.field === field && logic.value !== null && logic.modifiers[0] !== "exists";
    case "all":
      return logic.operands.some((operand) => impliesPresence(operand, field));
    case "any":
      return logic.operands.every((operand) => impliesPresence(operand, field));
    case "not":
    case "constant":
      return false;
  }
}

/** A text that is equal for equal logic. */
export function keyOf(logic: Logic): string {
  switch (logic.kind) {
    case "constant":
      return String(logic.value);
    case "test":
      return JSON.stringify([logic.field, logic.modifiers, valueKey(logic), logic.standsFor]);
    case "not":
      return `!${keyOf(logic.operand)}`;
    case "all":
    case "any":
      return `${logic.kind}(${logic.operands.map(keyOf).join()})`;
  }
}

/** Sigma ignores the case of texts, but not of regular expressions. */
function valueKey({ modifiers, value }: SigmaTest): SigmaValue {
  const heedsCase = modifiers.includes("cased") || modifiers.includes("re");
  return typeof value === "string" && !heedsCase ? value.toLowerCase() : value;
}
