import type { Call, ScalarExpression } from "../plan/expression.js";
import type { FunctionName } from "../plan/functions/index.js";
import { durationWords } from "./duration-words.js";

type Words = (expression: ScalarExpression, inside: boolean) => string;

/** Functions that SPL writes with a sign between their arguments. */
const signs: Readonly<Partial<Record<FunctionName, string>>> = {
  add: "+",
  subtract: "-",
  multiply: "*",
  divide: "/",
  modulo: "%",
  concat: ".",
  xor: "xor",
};

/** Functions that SPL has no call for, `{0}` being the first argument and `{=0}` its bare text; SPL's own are written as calls. */
const sentences: Readonly<Partial<Record<FunctionName, string>>> = {
  base_name: "the last part of the path {0}",
  convert_auto: "the number that {0} gives",
  convert_dur2sec: "the seconds of the duration {0}",
  convert_memk: "the kilobytes of {0}",
  convert_mstime: "the seconds of the time {0}",
  convert_num: "the number that {0} gives, if any",
  convert_rmcomma: "{0} without its commas",
  convert_rmunit: "the number at the beginning of {0}",
  event_data: "the data {=1} of the event {0}",
  field_values: "the values of all fields {=0}",
  ip_city: "the city of the address {0}",
  ip_continent: "the continent of the address {0}",
  ip_country: "the country of the address {0}",
  ip_latitude: "the latitude of the address {0}",
  ip_longitude: "the longitude of the address {0}",
  ip_metro_code: "the metro code of the address {0}",
  ip_region: "the region of the address {0}",
  ip_timezone: "the time zone of the address {0}",
  key_name: "the last part of the registry path {0}",
  matches_cell: "{0} matches the regular expression {1}, in either case",
  matches_like: "{0} looks like {1}",
  matches_regex: "{0} matches the regular expression {1}",
  negate: "-{0}",
  regex_capture: "what the group {=2} of the regular expression {=1} finds in {0}",
  regex_capture_all: "all that the group {=2} of the regular expression {=1} finds in {0}",
  registry_data: "the registry data of {0}",
  shannon_entropy: "the Shannon entropy of {0}",
  sed: "{0} changed by the sed expression {=1}",
  xml_value: "the value {=1} of the XML in {0}",
};

/** A call in words; `inside` when it is part of another expression. */
export function callWords({ function: name, arguments: list }: Call, words: Words, inside: boolean): string {
  const sign = signs[name];
  if (sign !== undefined) {
    const text = list.map((argument) => words(argument, true)).join(` ${sign} `);
    return inside ? `(${text})` : text;
  }
  if (name === "bucket") return bucketWords(list, words);
  const sentence = sentences[name];
  if (sentence === undefined) return `${name}(${list.map((argument) => words(argument, false)).join(", ")})`;
  const text = sentence.replace(/\{(=?)(\d)\}/g, (_, bare: string, index: string) => {
    const argument = list[Number(index)];
    if (argument === undefined) return "";
    const isBare = bare !== "" && argument.kind === "literal";
    return isBare ? `\`${String(argument.value)}\`` : words(argument, true);
  });
  return inside && name !== "negate" ? `(${text})` : text;
}

function bucketWords([value, amount, unit]: readonly ScalarExpression[], words: Words): string {
  const of = value === undefined ? "" : words(value, true);
  const size = amount?.kind === "literal" && typeof amount.value === "number" ? amount.value : 0;
  const name = unit?.kind === "literal" ? String(unit.value) : "";
  if (name === "number") return `the range of ${String(size)} that ${of} falls into`;
  if (name === "second") return `${of} rounded down to ${durationWords(size)}`;
  return `${of} rounded down to ${String(size)} ${name}${size === 1 ? "" : "s"} of the calendar`;
}
