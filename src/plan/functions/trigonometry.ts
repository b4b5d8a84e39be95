import type { FunctionSignature } from "./signature.js";

export const trigonometryFunctions = {
  acos: {
    parameters: [{ type: "number", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  acosh: {
    parameters: [{ type: "number", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  asin: {
    parameters: [{ type: "number", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  asinh: {
    parameters: [{ type: "number", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  atan: {
    parameters: [{ type: "number", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  atan2: {
    parameters: [
      { type: "number", occurs: "once" },
      { type: "number", occurs: "once" },
    ],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  atanh: {
    parameters: [{ type: "number", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  cos: {
    parameters: [{ type: "number", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  cosh: {
    parameters: [{ type: "number", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  hypot: {
    parameters: [
      { type: "number", occurs: "once" },
      { type: "number", occurs: "once" },
    ],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  sin: {
    parameters: [{ type: "number", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  sinh: {
    parameters: [{ type: "number", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  tan: {
    parameters: [{ type: "number", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  tanh: {
    parameters: [{ type: "number", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
} as const satisfies Readonly<Record<string, FunctionSignature>>;
