import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { targetDiagnostics } from "../diagnostics/codes/target.js";
import { expressionsOf, mapExpression, mapExpressionsOf, partsOf } from "../plan/expression-visitor.js";
import type { Literal, Pattern, ScalarExpression } from "../plan/expression.js";
import type { LogicalPlan } from "../plan/plan.js";
import { inputsOf, mapPlan, scansOf } from "../plan/visitor.js";
import { resolveScan, type BindingContext } from "./bind.js";
import { fieldAsked, isAsLogged, readsAsLogged } from "./as-logged.js";
import { rootOfPcre } from "../regex/root-of-pcre.js";
import { charactersOf } from "../regex/literal-characters.js";
import { decodePattern } from "./decode-pattern.js";
import { decodeText, entityIn, unwrittenIn, type Unwritten } from "./decode-text.js";

/**
 * Tests for an entity of XML (`process="*&gt;*"`) in fields of a log that is XML for Splunk alone. Splunk does not decode
 * it, and every other product does, so that the test there is one for the character. Where no test of the character
 * means the same, or the value is not a field of the log as it came, the rule would look right and never fire:
 * `target/xml-entity`. A test of such a field for the character itself finds nothing in Splunk, and would find events
 * elsewhere: `target/xml-character`.
 */
export function decodeEntities(
  plan: LogicalPlan,
  context: BindingContext,
): { readonly plan: LogicalPlan; readonly diagnostics: readonly Diagnostic[] } {
  const keeps = (scan: LogicalPlan): boolean =>
    scan.kind === "scan" && resolveScan(scan, context, plan)?.source.keepsEntities === true;
  const diagnostics: Diagnostic[] = [];
  if (!scansOf(plan).some(keeps)) return { plan, diagnostics };
  // Without that the log may also be text, which has the characters as they are.
  const isNamed = scansOf(plan).some(({ format }) => format === "xml");
  const decoded = mapPlan(plan, (step) => {
    const asks = (test: ScalarExpression) =>
      asksForEntity(test) || (isNamed && unwritten(test) !== undefined);
    if (!expressionsOf(step).some((expression) => testsIn(expression).some(asks))) return step;
    return mapExpressionsOf(step, (expression) =>
      mapExpression(expression, (test) => {
        const [entity] = textsOf(test).flatMap((text) => entityIn(text) ?? []);
        const never = isNamed ? unwritten(test) : undefined;
        if (entity === undefined && never === undefined) return test;
        const field = fieldOf(test);
        const own = field !== undefined && readsAsLogged(step, field, keeps);
        const { title: target } = context.profile;
        if (entity === undefined) {
          if (never !== undefined && own && !isXml(field) && inputsOf(step).every(isNamedXml(field)))
            diagnostics.push(targetDiagnostics["xml-character"](test.span, { ...never, target }));
          return test;
        }
        const replaced = own ? decodeTest(test) : undefined;
        if (replaced === undefined)
          diagnostics.push(targetDiagnostics["xml-entity"](test.span, { entity, target }));
        return replaced ?? test;
      }),
    );
  });
  return { plan: decoded, diagnostics };
}

function testsIn(expression: ScalarExpression): readonly ScalarExpression[] {
  return [expression, ...partsOf(expression).flatMap(testsIn)];
}

function asksForEntity(test: ScalarExpression): boolean {
  return textsOf(test).some((text) => entityIn(text) !== undefined);
}

/** A character that a test asks for and that no value has as XML writes it. */
function unwritten(test: ScalarExpression): Unwritten | undefined {
  if (test.kind !== "match" || test.pattern.kind !== "regex") return first(textsOf(test));
  const root = rootOfPcre(test.pattern.source);
  return root === undefined ? undefined : first([charactersOf(root)]);
}

function first(texts: readonly string[]): Unwritten | undefined {
  return texts.map(unwrittenIn).find((found) => found !== undefined);
}

/** Fields that are pieces of the XML itself, and the message, which only a log that is no XML has. */
function isXml(field: string): boolean {
  return field === "Message" || field.endsWith("_Xml");
}

/** The texts that a test asks its value for. */
function textsOf(test: ScalarExpression): readonly string[] {
  switch (test.kind) {
    case "compare":
      return [test.left, test.right].flatMap((side) => (side.kind === "literal" ? [String(side.value)] : []));
    case "one-of":
      return test.options.map(({ value }) => String(value));
    case "match":
      return textsOfPattern(test.pattern);
    default:
      return [];
  }
}

function textsOfPattern(pattern: Pattern): readonly string[] {
  switch (pattern.kind) {
    case "wildcard":
    case "like":
      return pattern.parts.flatMap((part) => (part.kind === "text" ? [part.text] : []));
    case "regex":
      return [pattern.source];
    case "network":
      return [];
  }
}

/** The field of the log that a test asks. */
function fieldOf(test: ScalarExpression): string | undefined {
  const asked = fieldAsked(test);
  return asked === "_raw" ? undefined : asked;
}

/** The test that the text itself passes when its XML passes the given one; `undefined` where there is none. */
function decodeTest(test: ScalarExpression): ScalarExpression | undefined {
  switch (test.kind) {
    case "compare": {
      if (test.operator !== "=" && test.operator !== "!=") return undefined;
      const right = test.right.kind === "literal" ? decodeLiteral(test.right, test.caseSensitive) : undefined;
      return right === undefined ? undefined : { ...test, right };
    }
    case "one-of": {
      const options = test.options.flatMap((option) => decodeLiteral(option, test.caseSensitive) ?? []);
      return options.length === test.options.length ? { ...test, options } : undefined;
    }
    case "match": {
      const pattern = decodePattern(test.pattern, test.caseSensitive);
      return pattern === undefined ? undefined : { ...test, pattern };
    }
    default:
      return undefined;
  }
}

function decodeLiteral(literal: Literal, caseSensitive: boolean): Literal | undefined {
  if (typeof literal.value !== "string") return literal;
  const value = decodeText(literal.value, caseSensitive);
  return value === undefined ? undefined : { ...literal, value };
}

/** Whether a field of a step comes from a log that the search says to be XML. */
function isNamedXml(name: string): (plan: LogicalPlan) => boolean {
  return (plan) => isAsLogged(plan, name, (scan) => scan.format === "xml");
}
