import type { FunctionSignature } from "./signature.js";

const lastPart = {
  parameters: [{ type: "text", occurs: "once" }],
  returns: "text",
  multivalue: false,
  missing: "propagate",
} as const satisfies FunctionSignature;

export const textFunctions = {
  concat: {
    parameters: [{ type: "any", occurs: "one-or-more" }],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  lower: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  upper: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  len: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  substr: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "number", occurs: "once" },
      { type: "number", occurs: "optional" },
    ],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  replace: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "text", occurs: "once" },
      { type: "text", occurs: "once" },
    ],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  trim: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "text", occurs: "optional" },
    ],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  ltrim: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "text", occurs: "optional" },
    ],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  rtrim: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "text", occurs: "optional" },
    ],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  urldecode: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  printf: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "any", occurs: "any-number" },
    ],
    returns: "text",
    multivalue: false,
    missing: "own",
  },
  /** The last part of the path of a file. */
  base_name: lastPart,
  /** The last part of a registry path. */
  key_name: lastPart,
  /** The value of the `<Data Name="…">` of that name in the XML of a Windows event. */
  event_data: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "text", occurs: "once" },
    ],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  /**
   * The data of a registry value as Splunk shows it: a DWORD as `0x` and eight digits and a QWORD of Sysmon's as two such
   * halves, without the name of the type; other data as it is. The second argument is the type's name where a log gives it apart from the data.
   */
  registry_data: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "text", occurs: "optional" },
    ],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  regex_capture: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "text", occurs: "once" },
      { type: "text", occurs: "once" },
    ],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  regex_capture_all: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "text", occurs: "once" },
      { type: "text", occurs: "once" },
      { type: "number", occurs: "once" },
    ],
    returns: "text",
    multivalue: true,
    missing: "propagate",
  },
  sed: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "text", occurs: "once" },
    ],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
  /** `match` with a pattern that only the row gives. */
  matches_regex: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "text", occurs: "once" },
    ],
    returns: "boolean",
    multivalue: false,
    missing: "propagate",
  },
  /** How many bits a character of a text holds, the blanks around it left out. */
  shannon_entropy: {
    parameters: [{ type: "text", occurs: "once" }],
    returns: "number",
    multivalue: false,
    missing: "propagate",
  },
  /** `match` in either case with a field as its pattern, which is a cell of a table: its name, and that of the column. */
  matches_cell: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "text", occurs: "once" },
      { type: "text", occurs: "once" },
      { type: "text", occurs: "once" },
    ],
    returns: "boolean",
    multivalue: false,
    missing: "propagate",
  },
  /** `like` with a pattern that only the row gives. */
  matches_like: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "text", occurs: "once" },
    ],
    returns: "boolean",
    multivalue: false,
    missing: "propagate",
  },
  /** The value of a name in a text of pairs, with the characters that divide the pairs and the name from the value. */
  pair_value: {
    parameters: [
      { type: "text", occurs: "once" },
      { type: "text", occurs: "once" },
      { type: "text", occurs: "once" },
      { type: "text", occurs: "once" },
    ],
    returns: "text",
    multivalue: false,
    missing: "propagate",
  },
} as const satisfies Readonly<Record<string, FunctionSignature>>;
