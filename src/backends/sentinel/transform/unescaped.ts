import { call, name, text, type Expression } from "../../shared/expression.js";
import type { KqlFunction, KqlQuery } from "../tree.js";
import { visitQuery } from "./field-uses.js";

/** XML 1.0, 4.6: the predefined entities; the one of the character that begins them comes last. */
const entities = [
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&apos;", "'"],
  ["&amp;", "&"],
] as const;

/** Text of an event's XML as it was before it was written there: the agents escape it. */
const definition: KqlFunction = {
  kind: "function",
  name: "unescaped",
  parameter: "xml",
  body: entities.reduce<Expression>(
    (inner, [entity, character]) => call("replace_string", inner, text(entity), text(character)),
    name("xml"),
  ),
};

export function unescaped(xml: Expression): Expression {
  return call(definition.name, xml);
}

/** The query with the function before it, where it calls it. */
export function withUnescaped(query: KqlQuery): KqlQuery {
  let found = false;
  const visit = (expression: Expression): void => {
    if (expression.kind === "template") {
      found ||= expression.template.startsWith(`${definition.name}(`);
      expression.arguments.forEach(visit);
    } else if (expression.kind === "operation") expression.operands.forEach(visit);
    else if (expression.kind === "list") expression.items.forEach(visit);
  };
  visitQuery(query, visit);
  return found ? { ...query, lets: [definition, ...query.lets] } : query;
}
