import type { FunctionSignature } from "./signature.js";

export const jsonFunctions = {
  json_extract: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "text", occurs: "any-number" },
    ],
    returns: "unknown",
    multivalue: false,
    missing: "propagate",
  },
  json_extract_exact: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "text", occurs: "any-number" },
    ],
    returns: "unknown",
    multivalue: false,
    missing: "propagate",
  },
  json_object: {
    parameters: [{ type: "any", occurs: "any-number" }],
    returns: "text",
    multivalue: false,
    missing: "own",
  },
  json_array: {
    parameters: [{ type: "any", occurs: "any-number" }],
    returns: "text",
    multivalue: false,
    missing: "own",
  },
  json_valid: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "boolean",
    multivalue: false,
    missing: "propagate",
  },
  json_keys: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  json_set: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "any", occurs: "any-number" },
    ],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  json_append: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "any", occurs: "any-number" },
    ],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  json_extend: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "any", occurs: "any-number" },
    ],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  json_delete: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "text", occurs: "any-number" },
    ],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  json_array_to_mv: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "boolean", occurs: "optional" },
    ],
    returns: "unknown",
    multivalue: true,
    missing: "propagate",
  },
  mv_to_json_array: {
    parameters: [
      { type: "any", occurs: "once" },
      { type: "boolean", occurs: "optional" },
    ],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  json: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  json_entries: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  json_has_key_exact: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "text", occurs: "once" },
    ],
    returns: "boolean",
    multivalue: false,
    missing: "propagate",
  },
  json_set_exact: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "any", occurs: "any-number" },
    ],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  spath: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "text", occurs: "once" },
    ],
    returns: "unknown",
    multivalue: true,
    missing: "propagate",
  },
  xml_value: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "text", occurs: "once" },
    ],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
} as const satisfies Readonly<Record<string, FunctionSignature>>;
