import type { FunctionSignature } from "./signature.js";

export const multivalueFunctions = {
  /**
   * The values of all fields of the event that a pattern (`a*`) names, in the order in which the event has them. Occurs
   * only in what a step over all fields is said to be (`shape/`), never in a plan made by `lower`.
   */
  field_values: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "unknown",
    multivalue: true,
    missing: "own",
  },
  mvappend: {
    parameters: [{ type: "any", occurs: "one-or-more" }],
    returns: "unknown",
    multivalue: true,
    missing: "skip",
  },
  mvcount: {
    parameters: [{ type: "any", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  mvdedup: {
    parameters: [{ type: "any", occurs: "once" }],
    returns: "unknown",
    multivalue: true,
    missing: "propagate",
  },
  mvfilter: {
    parameters: [{ type: "boolean", occurs: "once" }],
    returns: "unknown",
    multivalue: true,
    missing: "propagate",
  },
  mvfind: {
    parameters: [
      { type: "any", occurs: "once" },
      { type: "text", occurs: "once" },
    ],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  mvindex: {
    parameters: [
      { type: "any", occurs: "once" },
      { type: "number", occurs: "once" },
      { type: "number", occurs: "optional" },
    ],
    returns: "unknown",
    multivalue: true,
    missing: "propagate",
  },
  mvjoin: {
    parameters: [
      { type: "any", occurs: "once" },
      { type: "text", occurs: "once" },
    ],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  mvmap: {
    parameters: [
      { type: "any", occurs: "once" },
      { type: "any", occurs: "once" },
      { type: "text", occurs: "optional" },
    ],
    returns: "unknown",
    multivalue: true,
    missing: "propagate",
  },
  mvrange: {
    parameters: [
      { type: "number", occurs: "once" },
      { type: "number", occurs: "once" },
      { type: "any", occurs: "optional" },
    ],
    returns: "unknown",
    multivalue: true,
    missing: "propagate",
  },
  mvreverse: {
    parameters: [{ type: "any", occurs: "once" }],
    returns: "unknown",
    multivalue: true,
    missing: "propagate",
  },
  mvsort: {
    parameters: [{ type: "any", occurs: "once" }],
    returns: "unknown",
    multivalue: true,
    missing: "propagate",
  },
  mvzip: {
    parameters: [
      { type: "any", occurs: "once" },
      { type: "any", occurs: "once" },
      { type: "text", occurs: "optional" },
    ],
    returns: "text",
    multivalue: true,
    missing: "propagate",
  },
  split: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "text", occurs: "once" },
    ],
    returns: "text",
    multivalue: true,
    missing: "propagate",
  },
} as const satisfies Readonly<Record<string, FunctionSignature>>;
