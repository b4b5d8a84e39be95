import { evaluateDiagnostics } from "../../diagnostics/codes/evaluate.js";
import type { multivalueFunctions } from "../../plan/functions/multivalue.js";
import { resolveSpan } from "../time/relative-time.js";
import { compareText, flatTextOf, oneNumber, singlesOf, textOf, valueOf, type Value } from "../value.js";
import { oneText, type Implementation, type Implementations } from "./implementation.js";

const mvindex: Implementation = ([value = null, start = null, end = null]) => {
  const singles = singlesOf(value);
  const from = oneNumber(start);
  if (from === undefined) return null;
  const place = (index: number): number => (index < 0 ? singles.length + index : index);
  const first = place(from);
  if (end === null) return singles[first] ?? null;
  const to = oneNumber(end);
  if (to === undefined) return null;
  const last = place(to);
  if (first < 0 || first >= singles.length || last < first) return null;
  return valueOf(singles.slice(first, last + 1));
};

/** `mvrange(a, b, step)`: the end is left out; a step may be a span of time such as `7d`. */
const mvrange: Implementation = ([start = null, end = null, step = null]) => {
  const from = oneNumber(start);
  const to = oneNumber(end);
  if (from === undefined || to === undefined) return null;
  const width = step === null ? 1 : (oneNumber(step) ?? resolveSpan(oneText(step) ?? ""));
  if (width === undefined || width === 0 || (to - from) / width > 1_000_000) return null;
  const numbers: number[] = [];
  for (let at = from; width > 0 ? at < to : at > to; at += width) numbers.push(at);
  return valueOf(numbers);
};

const mvzip: Implementation = ([left = null, right = null, delimiter = ","]) => {
  const others = singlesOf(right);
  const between = oneText(delimiter) ?? ",";
  return valueOf(
    singlesOf(left)
      .slice(0, others.length)
      .map((single, index) => textOf(single) + between + textOf(others[index] ?? "")),
  );
};

const mvfind: Implementation = ([value = null, pattern], { context, span }) => {
  const source = oneText(pattern);
  const regex = source === null ? undefined : context.regex(source, true, span);
  if (source === null || regex === undefined) return null;
  const index = context.withinBudget(source, span, () =>
    singlesOf(value).findIndex((single) => regex.test(textOf(single))),
  );
  return index === undefined || index === -1 ? null : index;
};

/** The functions whose argument is computed once for each value are forms of their own (`special-forms.ts`). */
export const multivalue: Implementations<Omit<typeof multivalueFunctions, "mvmap" | "mvfilter">> = {
  field_values: (_, { context, span }) => {
    const reason = "only the whole event says which fields it has";
    context.report(evaluateDiagnostics["not-computable"](span, { construct: "field_values", reason }));
    return null;
  },
  mvappend: (values) => valueOf(values.flatMap(singlesOf)),
  mvcount: ([value = null]) => singlesOf(value).length || null,
  mvdedup: ([value = null]) => {
    const seen = new Set<string>();
    return valueOf(
      singlesOf(value).filter(
        (single) => !seen.has(textOf(single)) && seen.add(textOf(single)) !== undefined,
      ),
    );
  },
  mvfind,
  mvindex,
  mvjoin: ([value = null, delimiter]) =>
    singlesOf(value)
      .map(textOf)
      .join(oneText(delimiter) ?? ""),
  mvrange,
  mvreverse: ([value = null]) => valueOf([...singlesOf(value)].reverse()),
  mvsort: ([value = null]) =>
    valueOf([...singlesOf(value)].sort((left, right) => compareText(textOf(left), textOf(right)))),
  mvzip,
  split: ([value = null, delimiter]): Value => {
    const text = flatTextOf(value);
    const between = oneText(delimiter);
    if (text === null || between === null) return null;
    return valueOf(between === "" ? [...text] : text.split(between));
  },
};
