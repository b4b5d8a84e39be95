import { lintDiagnostics } from "../diagnostics/codes/rules.js";
import { findings, type Rule } from "./rule.js";
import { expressionsOfPipeline } from "./syntax-nodes.js";

/** A bare term is looked up in the index by its beginning, which a wildcard there takes away: "Wildcards". */
export const leadingWildcard: Rule = {
  codes: ["leading-wildcard"],
  needs: "syntax",
  check: ({ understood: { pipeline } }) => {
    if (pipeline === undefined) return [];
    return findings(
      ...expressionsOfPipeline(pipeline).flatMap((node) => {
        if (node.kind !== "search-term") return [];
        const [first, second] = node.value.pattern;
        if (first?.kind !== "any" || second === undefined) return [];
        const { source, start, end } = node.span;
        return [lintDiagnostics["leading-wildcard"](node.span, { term: source.text.slice(start, end) })];
      }),
    );
  },
};
