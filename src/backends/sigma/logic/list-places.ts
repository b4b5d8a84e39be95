import type { Call } from "../../../plan/expression.js";
import { all, any, keyOf, not, test, type Logic } from "./logic.js";

/**
 * Tests of values at places of lists, which Sigma cannot say. Each is written as a looser one, of any value of the list:
 * what passes the stricter test passes that, too.
 */
export class ListPlaces {
  /** The values that are tested; a looser test holds the place of its own in here, from 1. */
  private readonly calls: Call[] = [];

  /**
   * The tests of any value as those that stand for tests of the call. `undefined` where they deny a test, so that they
   * would be no looser, and where they are true of everything.
   */
  loosened(call: Call, ofAny: Logic): Logic | undefined {
    return standingFor(this.calls.push(call), ofAny);
  }

  /** The looser test for whichever of two is chosen, where theirs are written alike. */
  looserThanBoth(chosen: Logic, rest: Logic): Logic | undefined {
    const [first] = [chosen, rest].flatMap((logic) => looseTests(logic));
    const call = first && this.calls[first.id - 1];
    const written = plain(chosen);
    return call !== undefined && keyOf(written) === keyOf(plain(rest))
      ? this.loosened(call, written)
      : undefined;
  }

  /** The values that a logic has looser tests of; a denied one leaves out more than the stricter test would. */
  in(logic: Logic): { readonly loose: readonly Call[]; readonly denied: readonly Call[] } {
    const tests = looseTests(logic);
    const denied = new Set(tests.filter((each) => each.denied).map(({ id }) => id));
    const loose = new Set(tests.filter((each) => !each.denied).map(({ id }) => id));
    return {
      denied: this.calls.filter((_, index) => denied.has(index + 1)),
      loose: this.calls.filter((_, index) => loose.has(index + 1) && !denied.has(index + 1)),
    };
  }
}

function standingFor(id: number, logic: Logic): Logic | undefined {
  switch (logic.kind) {
    case "constant":
      return logic.value ? undefined : logic;
    case "test":
      return { ...logic, standsFor: id };
    case "all":
    case "any": {
      const operands = logic.operands.map((operand) => standingFor(id, operand));
      if (!operands.every((operand) => operand !== undefined)) return undefined;
      return logic.kind === "all" ? all(operands) : any(operands);
    }
    case "not":
      return undefined;
  }
}

/** The logic with its tests for themselves, as it is written. */
export function plain(logic: Logic): Logic {
  switch (logic.kind) {
    case "constant":
      return logic;
    case "test":
      return logic.standsFor === undefined ? logic : test(logic.field, logic.modifiers, logic.value);
    case "all":
      return all(logic.operands.map(plain));
    case "any":
      return any(logic.operands.map(plain));
    case "not":
      return not(plain(logic.operand));
  }
}

interface LooseTest {
  readonly id: number;
  readonly denied: boolean;
}

function looseTests(logic: Logic, denied = false): readonly LooseTest[] {
  switch (logic.kind) {
    case "constant":
      return [];
    case "test":
      return logic.standsFor === undefined ? [] : [{ id: logic.standsFor, denied }];
    case "all":
    case "any":
      return logic.operands.flatMap((operand) => looseTests(operand, denied));
    case "not":
      return looseTests(logic.operand, !denied);
  }
}
