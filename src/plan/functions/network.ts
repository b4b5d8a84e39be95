import type { FunctionSignature } from "./signature.js";

export const networkFunctions = {
  ip_city: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  ip_country: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  ip_region: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  ip_latitude: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  ip_longitude: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  ip_continent: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  ip_timezone: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  ip_metro_code: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
} as const satisfies Readonly<Record<string, FunctionSignature>>;
