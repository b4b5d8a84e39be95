import type { FunctionSignature } from "./signature.js";

export const cryptographicFunctions = {
  md5: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  sha1: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  sha256: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  sha512: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
} as const satisfies Readonly<Record<string, FunctionSignature>>;
