import type { FunctionSignature } from "./signature.js";

export const informationFunctions = {
  isnum: {
    parameters: [{ type: "any", occurs: "once" }],
    returns: "boolean",
    multivalue: false,
    missing: "never",
  },
  isint: {
    parameters: [{ type: "any", occurs: "once" }],
    returns: "boolean",
    multivalue: false,
    missing: "never",
  },
  isstr: {
    parameters: [{ type: "any", occurs: "once" }],
    returns: "boolean",
    multivalue: false,
    missing: "never",
  },
  isbool: {
    parameters: [{ type: "any", occurs: "once" }],
    returns: "boolean",
    multivalue: false,
    missing: "never",
  },
  ismv: {
    parameters: [{ type: "any", occurs: "once" }],
    returns: "boolean",
    multivalue: false,
    missing: "never",
  },
  isarray: {
    parameters: [{ type: "any", occurs: "once" }],
    returns: "boolean",
    multivalue: false,
    missing: "never",
  },
  isdouble: {
    parameters: [{ type: "any", occurs: "once" }],
    returns: "boolean",
    multivalue: false,
    missing: "never",
  },
  isobject: {
    parameters: [{ type: "any", occurs: "once" }],
    returns: "boolean",
    multivalue: false,
    missing: "never",
  },
  typeof: {
    parameters: [{ type: "any", occurs: "once" }],
    returns: "text",
    multivalue: false,
    missing: "never",
  },
} as const satisfies Readonly<Record<string, FunctionSignature>>;
