import type { FunctionSignature } from "./signature.js";

export const timeFunctions = {
  now: { parameters: [], returns: "time", multivalue: false, missing: "never" },
  time: { parameters: [], returns: "time", multivalue: false, missing: "never" },
  relative_time: {
    parameters: [
      { type: "time", occurs: "once" },
      { type: "text", occurs: "once" },
    ],
    returns: "time",
    multivalue: false,
    missing: "propagate",
  },
  strftime: {
    parameters: [
      { type: "time", occurs: "once" },
      { type: "text", occurs: "once" },
    ],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  strptime: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "text", occurs: "once" },
    ],
    returns: "time",
    multivalue: false,
    missing: "propagate",
  },
  bucket: {
    parameters: [
      { type: "any", occurs: "once" },
      { type: "number", occurs: "once" },
      { type: "text", occurs: "once" },
    ],
    returns: "unknown",
    multivalue: false,
    missing: "propagate",
  },
} as const satisfies Readonly<Record<string, FunctionSignature>>;
