import type { conditionalFunctions } from "../../plan/functions/conditional.js";
import { compareValues } from "../comparison.js";
import { truthOf } from "../logic.js";
import type { Implementations } from "./implementation.js";

export const conditional: Implementations<typeof conditionalFunctions> = {
  coalesce: (values) => values.find((value) => value !== null) ?? null,
  nullif: ([value = null, other = null]) =>
    compareValues(value, other, "=", "auto", true) === true ? null : value,
  xor: ([left = null, right = null]) => {
    const a = truthOf(left);
    const b = truthOf(right);
    return a === null || b === null ? null : a !== b;
  },
};
