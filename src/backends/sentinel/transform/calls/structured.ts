import type { FunctionName } from "../../../../plan/functions/index.js";
import { call as kqlCall, number, template, text, type Expression } from "../../../shared/expression.js";
import { isPlainName } from "../../kql/language.js";
import { toText, verbatim } from "../convert.js";
import { elementsValue } from "../elements.js";
import { unescaped } from "../unescaped.js";
import { missingValue, valueOf, type KqlValue } from "../value.js";
import { argumentValue, literalText, refuseCall, type CallHandler } from "./handler.js";

/** The steps of a path as KQL writes them: `.name`, or `["na-me"]`. */
export function jsonMember(of: Expression, step: string): Expression {
  if (/^\d+$/.test(step)) return template("{0}[{1}]", [of, number(Number(step))]);
  if (isPlainName(step)) return template(`{0}.${step}`, [of]);
  return template("{0}[{1}]", [of, text(step)]);
}

/** What a path starts from. */
export function jsonObject(value: KqlValue): Expression {
  return value.type === "dynamic" ? value.expression : kqlCall("parse_json", toText(value).expression);
}

/** The member of that very name, dots and all. */
const exactKey: CallHandler = (call, scope) => {
  const value = argumentValue(call, 0, scope);
  const key = literalText(call, 1);
  if (value === undefined) return missingValue();
  if (key === undefined || call.arguments.length > 2) return refuseCall(call, scope, "with a computed key");
  const of = jsonObject(value);
  const found = isPlainName(key) ? jsonMember(of, key) : template("{0}[{1}]", [of, text(key)]);
  return valueOf(kqlCall("tostring", found), "string");
};

/** A path without arrays gives one text; one that ends in an array of single values (`a{}`) gives the array. */
const jsonPath: CallHandler = (call, scope) => {
  const value = argumentValue(call, 0, scope);
  const path = literalText(call, 1);
  if (value === undefined) return missingValue();
  if (path === undefined || call.arguments.length > 2) return refuseCall(call, scope, "with a computed path");
  const array = path.endsWith("{}");
  const plain = array ? path.slice(0, -2) : path;
  if (plain.includes("{")) {
    const elements = elementsValue(call, scope)?.elements;
    if (elements === undefined || scope.staging === undefined || /\{\d/.test(plain))
      return refuseCall(call, scope, `with the path \`${path}\` through an array`);
    return valueOf(scope.staging.collect(elements, "values_at_path"), "dynamic", { multivalue: true });
  }
  const steps = plain.split(".").filter((step) => step !== "");
  const found = steps.reduce<Expression>(jsonMember, jsonObject(value));
  if (array) return valueOf(found, "dynamic", { multivalue: true });
  return valueOf(kqlCall("tostring", found), "string");
};

/** `<Data Name="x">…</Data>` of a Windows event: https://learn.microsoft.com/windows/win32/wes/eventschema-complexdatatype-complextype */
const eventData: CallHandler = (call, scope) => {
  const value = argumentValue(call, 0, scope);
  const field = literalText(call, 1);
  if (value === undefined) return missingValue();
  if (field === undefined) return refuseCall(call, scope, "with a computed name");
  if (value.type === "dynamic")
    return valueOf(kqlCall("tostring", jsonMember(value.expression, field)), "string");
  const pattern = `<Data Name="${field.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&")}">([^<]*)<`;
  return valueOf(unescaped(kqlCall("extract", verbatim(pattern), number(1), value.expression)), "string");
};

const xmlValue: CallHandler = (call, scope) => {
  const value = argumentValue(call, 0, scope);
  const field = literalText(call, 1);
  if (value === undefined) return missingValue();
  if (field === undefined || !/^[\w.-]+$/.test(field)) return refuseCall(call, scope, "with a computed name");
  const pattern = `<${field.replaceAll(".", "\\.")}(?:\\s[^>]*)?>([^<]*)</`;
  return valueOf(kqlCall("extract", verbatim(pattern), number(1), toText(value).expression), "string");
};

export const structuredCalls: Partial<Readonly<Record<FunctionName, CallHandler>>> = {
  json_extract: jsonPath,
  json_extract_exact: exactKey,
  spath: jsonPath,
  event_data: eventData,
  xml_value: xmlValue,
};
