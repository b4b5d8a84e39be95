import type { Call } from "../../../../plan/expression.js";
import type { FunctionName } from "../../../../plan/functions/index.js";
import { fieldsOf } from "../../../../plan/visitor.js";
import { call as kqlCall, text, type Expression } from "../../../shared/expression.js";
import { conditional, regexTest, toText } from "../convert.js";
import { allOf, conjuncts } from "../logic.js";
import { isTrue } from "../predicate.js";
import type { Scope } from "../scope.js";
import { scalar } from "../scalar.js";
import { missing, missingValue, present, valueOf, type KqlValue } from "../value.js";
import {
  argumentValue,
  literalText,
  noStage,
  refuseCall,
  regexArgument,
  type CallHandler,
} from "./handler.js";

/** The place of the first value that matches; a single value has the place 0. */
const mvfind: CallHandler = (call, scope) => {
  const value = argumentValue(call, 0, scope);
  const pattern = literalText(call, 1);
  if (value === undefined) return missingValue("long");
  if (pattern === undefined) return refuseCall(call, scope, "with a computed pattern");
  const regex = regexArgument(call, pattern, scope, { use: "tested" });
  if (regex === undefined) return missingValue("long");
  const matches = (element: KqlValue): Expression => regexTest(toText(element).expression, regex.text);
  if (!value.multivalue) {
    const found = allOf([present(value), matches(value)]);
    return valueOf(
      conditional([{ when: found, then: { kind: "number", value: 0 } }], missing("long")),
      "long",
    );
  }
  if (scope.staging === undefined) return refuseCall(call, scope, noStage);
  const place = scope.staging.aggregate(value, "found_at", (element, index) =>
    kqlCall("minif", index, allOf([...(regex.matchesEmpty ? [present(element)] : []), matches(element)])),
  );
  return valueOf(place, "long");
};

/** The values of the one field in a predicate that satisfy it. */
const mvfilter: CallHandler = (call, scope) => {
  const [predicate] = call.arguments;
  const field = predicate === undefined ? undefined : [...fieldsOf(predicate)][0];
  if (predicate === undefined || field === undefined) return missingValue("dynamic");
  const value = scope.value({ kind: "field", name: field, span: call.span });
  if (!value.multivalue) {
    const kept = isTrue(predicate, scope);
    const shown = toText(value);
    return valueOf(conditional([{ when: kept, then: shown.expression }], missing("string")), "string", {
      meaning: value.meaning,
    });
  }
  return perValue(call, scope, value, (element) => {
    const inner = scope.withElement(field, element);
    return { value: element, test: isTrue(predicate, inner) };
  });
};

/** An expression for each value of a field, which stands for that value in it. */
const mvmap: CallHandler = (call, scope) => {
  const [input, body] = call.arguments;
  const value = argumentValue(call, 0, scope);
  const field = literalText(call, 2) ?? (input?.kind === "field" ? input.name : undefined);
  if (value === undefined || body === undefined || field === undefined)
    return refuseCall(call, scope, "without a field");
  if (!value.multivalue) return scalar(body, scope.withElement(field, value));
  return perValue(call, scope, value, (element) => {
    const mapped = scalar(body, scope.withElement(field, element));
    return { value: mapped, test: present(element) };
  });
};

/** Each value once, in the order in which they come first. */
const mvdedup: CallHandler = (call, scope) => {
  const value = argumentValue(call, 0, scope);
  if (value === undefined) return missingValue("dynamic");
  if (!value.multivalue) return value;
  if (scope.staging === undefined) return refuseCall(call, scope, noStage);
  if (value.emptyElements === true) return refuseCall(call, scope, "of texts that may be empty");
  return { ...value, expression: scope.staging.distinct(value, "distinct_values") };
};

function perValue(
  call: Call,
  scope: Scope,
  value: KqlValue,
  each: (element: KqlValue) => { readonly value: KqlValue; readonly test: Expression },
): KqlValue {
  if (scope.staging === undefined) return refuseCall(call, scope, noStage);
  let meaning = value.meaning;
  const probe = valueOf(text(""), "string", { meaning: value.meaning });
  if (each(probe).value.multivalue) {
    const all = scope.staging.flattened(value, "kept_values", (element) => {
      const mapped = each(element).value;
      meaning = mapped.meaning;
      return mapped;
    });
    return valueOf(all, "dynamic", { meaning, multivalue: true });
  }
  const values = scope.staging.aggregate(value, "kept_values", (element) => {
    const mapped = each(element);
    const shown = toText(mapped.value);
    meaning = shown.meaning;
    const tests = [present(shown), ...conjuncts(mapped.test)];
    return kqlCall("make_list_if", shown.expression, allOf(tests));
  });
  return valueOf(values, "dynamic", { meaning, multivalue: true });
}

/** A function of one text, applied to each value of a field: "Text functions" says so of `lower` and `upper`. */
export function ofEachValue(call: Call, scope: Scope, apply: (input: Expression) => Expression): KqlValue {
  const value = argumentValue(call, 0, scope);
  if (value === undefined) return missingValue("dynamic");
  return perValue(call, scope, value, (element) => {
    const applied = valueOf(apply(toText(element).expression), "string", { meaning: "text" });
    return { value: { ...applied, tested: element.expression }, test: present(element) };
  });
}

export const perValueCalls: Partial<Readonly<Record<FunctionName, CallHandler>>> = {
  mvfind,
  mvfilter,
  mvmap,
  mvdedup,
};
