import type { MutableRow } from "../value.js";
import type { Sink } from "./operator.js";

/**
 * The inputs of a union are fed at the same time; with `ordered`, rows of a later one wait for the end of the ones
 * before it.
 */
export function unionSinks(count: number, ordered: boolean, output: Sink): readonly Sink[] {
  let open = count;
  let wanted = true;
  if (!ordered)
    return Array.from({ length: count }, () => ({
      push: (row: MutableRow) => (wanted &&= output.push(row)),
      end: () => {
        if (--open === 0) output.end();
      },
    }));

  const inputs = Array.from({ length: count }, () => ({ waiting: [] as MutableRow[], ended: false }));
  let current = 0;
  const advance = (): void => {
    for (let input = inputs[current]; input !== undefined; input = inputs[current]) {
      for (const row of input.waiting) if (wanted) wanted = output.push(row);
      input.waiting.length = 0;
      if (!input.ended) return;
      current++;
    }
    output.end();
  };
  return inputs.map((input, index) => ({
    push: (row: MutableRow) => {
      if (index === current) wanted &&= output.push(row);
      else input.waiting.push(row);
      return wanted;
    },
    end: () => {
      input.ended = true;
      if (index === current) advance();
    },
  }));
}
