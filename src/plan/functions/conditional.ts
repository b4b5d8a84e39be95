import type { FunctionSignature } from "./signature.js";

export const conditionalFunctions = {
  coalesce: {
    parameters: [{ type: "any", occurs: "one-or-more" }],
    returns: "unknown",
    multivalue: false,
    missing: "first-present",
  },
  nullif: {
    parameters: [
      { type: "any", occurs: "once" },
      { type: "any", occurs: "once" },
    ],
    returns: "unknown",
    multivalue: false,
    missing: "own",
  },
  xor: {
    parameters: [
      { type: "boolean", occurs: "once" },
      { type: "boolean", occurs: "once" },
    ],
    returns: "boolean",
    multivalue: false,
    missing: "own",
  },
} as const satisfies Readonly<Record<string, FunctionSignature>>;
