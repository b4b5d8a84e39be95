import type { FunctionSignature } from "./signature.js";

export const bitwiseFunctions = {
  bit_and: {
    parameters: [{ type: "number", occurs: "one-or-more" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  bit_or: {
    parameters: [{ type: "number", occurs: "one-or-more" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  bit_xor: {
    parameters: [{ type: "number", occurs: "one-or-more" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  bit_not: {
    parameters: [
      { type: "number", occurs: "once" },
      { type: "number", occurs: "optional" },
    ],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  bit_shift_left: {
    parameters: [
      { type: "number", occurs: "once" },
      { type: "number", occurs: "once" },
    ],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  bit_shift_right: {
    parameters: [
      { type: "number", occurs: "once" },
      { type: "number", occurs: "once" },
    ],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
} as const satisfies Readonly<Record<string, FunctionSignature>>;
