import type { FunctionName } from "../../plan/functions/index.js";
import { arithmetic } from "./arithmetic.js";
import { bitwise } from "./bitwise.js";
import { conditional } from "./conditional.js";
import { conversion } from "./conversion.js";
import { cryptographic } from "./cryptographic.js";
import type { Implementation } from "./implementation.js";
import { information } from "./information.js";
import { json } from "./json.js";
import { multivalue } from "./multivalue.js";
import { network } from "./network.js";
import { text } from "./text.js";
import { time } from "./time.js";
import { trigonometry } from "./trigonometry.js";

/** Functions whose argument is an expression over each value of a field, not a value. */
export type SpecialForm = "mvmap" | "mvfilter";

/** What every function of the plan computes. A function without a meaning does not compile. */
export const implementations: Readonly<Record<Exclude<FunctionName, SpecialForm>, Implementation>> = {
  ...arithmetic,
  ...bitwise,
  ...conditional,
  ...conversion,
  ...cryptographic,
  ...information,
  ...json,
  ...multivalue,
  ...network,
  ...text,
  ...time,
  ...trigonometry,
};
