import type { FunctionSignature } from "./signature.js";

export const arithmeticFunctions = {
  add: {
    parameters: [
      { type: "any", occurs: "once" },
      { type: "any", occurs: "once" },
    ],
    returns: "unknown",
    multivalue: false,
    missing: "propagate",
  },
  subtract: {
    parameters: [
      { type: "number", occurs: "once" },
      { type: "number", occurs: "once" },
    ],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  multiply: {
    parameters: [
      { type: "number", occurs: "once" },
      { type: "number", occurs: "once" },
    ],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  divide: {
    parameters: [
      { type: "number", occurs: "once" },
      { type: "number", occurs: "once" },
    ],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  modulo: {
    parameters: [
      { type: "number", occurs: "once" },
      { type: "number", occurs: "once" },
    ],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  negate: {
    parameters: [{ type: "number", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  abs: {
    parameters: [{ type: "number", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  ceiling: {
    parameters: [{ type: "number", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  floor: {
    parameters: [{ type: "number", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  round: {
    parameters: [
      { type: "number", occurs: "once" },
      { type: "number", occurs: "optional" },
    ],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  sqrt: {
    parameters: [{ type: "number", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  pow: {
    parameters: [
      { type: "number", occurs: "once" },
      { type: "number", occurs: "once" },
    ],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  exp: {
    parameters: [{ type: "number", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  ln: {
    parameters: [{ type: "number", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  log: {
    parameters: [
      { type: "number", occurs: "once" },
      { type: "number", occurs: "optional" },
    ],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  pi: { parameters: [], returns: "number", multivalue: false, missing: "never" },
  random: { parameters: [], returns: "number", multivalue: false, missing: "never" },
  exact: {
    parameters: [{ type: "number", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  sigfig: {
    parameters: [{ type: "number", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  sum: {
    parameters: [{ type: "any", occurs: "one-or-more" }],
    returns: "number",
    multivalue: false,
    missing: "skip",
  },
  avg: {
    parameters: [{ type: "any", occurs: "one-or-more" }],
    returns: "number",
    multivalue: false,
    missing: "skip",
  },
  min: {
    parameters: [{ type: "any", occurs: "one-or-more" }],
    returns: "unknown",
    multivalue: false,
    missing: "skip",
  },
  max: {
    parameters: [{ type: "any", occurs: "one-or-more" }],
    returns: "unknown",
    multivalue: false,
    missing: "skip",
  },
} as const satisfies Readonly<Record<string, FunctionSignature>>;
