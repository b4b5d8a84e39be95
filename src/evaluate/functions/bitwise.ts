import type { bitwiseFunctions } from "../../plan/functions/bitwise.js";
import { ofNumbers, type Implementation, type Implementations } from "./implementation.js";

// Numbers are exact up to 2^53 - 1, which is also what `bit_not` inverts without a mask.
const allBits = 2n ** 53n - 1n;

/** A function of non-negative whole numbers; any other argument gives nothing. */
function ofBits(compute: (...bits: bigint[]) => bigint | null): Implementation {
  return ofNumbers((...numbers) => {
    if (!numbers.every((number) => Number.isSafeInteger(number) && number >= 0)) return null;
    const result = compute(...numbers.map(BigInt));
    return result === null || result > allBits ? null : Number(result);
  });
}

export const bitwise: Implementations<typeof bitwiseFunctions> = {
  bit_and: ofBits((...bits) => bits.reduce((a, b) => a & b)),
  bit_or: ofBits((...bits) => bits.reduce((a, b) => a | b)),
  bit_xor: ofBits((...bits) => bits.reduce((a, b) => a ^ b)),
  bit_not: ofBits((bits = 0n, mask = allBits) => (allBits ^ bits) & mask),
  bit_shift_left: ofBits((bits = 0n, by = 0n) => (by > 53n ? null : bits << by)),
  bit_shift_right: ofBits((bits = 0n, by = 0n) => bits >> by),
};
