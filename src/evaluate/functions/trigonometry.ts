import type { trigonometryFunctions } from "../../plan/functions/trigonometry.js";
import { ofNumbers, type Implementations } from "./implementation.js";

/** Angles are in radians. */
export const trigonometry: Implementations<typeof trigonometryFunctions> = {
  acos: ofNumbers((x = 0) => Math.acos(x)),
  acosh: ofNumbers((x = 0) => Math.acosh(x)),
  asin: ofNumbers((x = 0) => Math.asin(x)),
  asinh: ofNumbers((x = 0) => Math.asinh(x)),
  atan: ofNumbers((x = 0) => Math.atan(x)),
  atan2: ofNumbers((y = 0, x = 0) => Math.atan2(y, x)),
  atanh: ofNumbers((x = 0) => Math.atanh(x)),
  cos: ofNumbers((x = 0) => Math.cos(x)),
  cosh: ofNumbers((x = 0) => Math.cosh(x)),
  hypot: ofNumbers((x = 0, y = 0) => Math.hypot(x, y)),
  sin: ofNumbers((x = 0) => Math.sin(x)),
  sinh: ofNumbers((x = 0) => Math.sinh(x)),
  tan: ofNumbers((x = 0) => Math.tan(x)),
  tanh: ofNumbers((x = 0) => Math.tanh(x)),
};
