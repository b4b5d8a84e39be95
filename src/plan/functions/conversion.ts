import type { FunctionSignature } from "./signature.js";

export const conversionFunctions = {
  tonumber: {
    parameters: [
      { type: "any", occurs: "once" },
      { type: "number", occurs: "optional" },
    ],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  tostring: {
    parameters: [
      { type: "any", occurs: "once" },
      { type: "text", occurs: "optional" },
    ],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  ipmask: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "text", occurs: "once" },
    ],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  toint: {
    parameters: [{ type: "any", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  todouble: {
    parameters: [{ type: "any", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  tobool: {
    parameters: [{ type: "any", occurs: "once" }],
    returns: "boolean",
    multivalue: false,
    missing: "propagate",
  },
  toarray: {
    parameters: [{ type: "any", occurs: "once" }],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  toobject: {
    parameters: [{ type: "any", occurs: "once" }],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  tomv: {
    parameters: [{ type: "any", occurs: "once" }],
    returns: "unknown",
    multivalue: true,
    missing: "propagate",
  },
  convert_auto: {
    parameters: [{ type: "any", occurs: "once" }],
    returns: "unknown",
    multivalue: false,
    missing: "propagate",
  },
  convert_num: {
    parameters: [{ type: "any", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  convert_dur2sec: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  convert_memk: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  convert_mstime: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  convert_rmcomma: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "unknown",
    multivalue: false,
    missing: "propagate",
  },
  convert_rmunit: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
} as const satisfies Readonly<Record<string, FunctionSignature>>;
