import { lintDiagnostics } from "../diagnostics/codes/rules.js";
import { isForContentctl } from "./is-for-contentctl.js";
import { findings, type Rule } from "./rule.js";

/** The deployment of the type adds risk, and the detection says for whom: contentctl asks for it in production. */
export const missingRisk: Rule = {
  codes: ["missing-risk"],
  needs: "detection",
  check: ({ detection }) => {
    const { alertAction, risk, status, type, search } = detection;
    if (!alertAction.riskEnabled || status !== "production" || risk.objects.length > 0) return [];
    if (!isForContentctl(detection)) return [];
    const { start } = search.span;
    return findings(lintDiagnostics["missing-risk"]({ ...search.span, end: start + 1 }, { type }));
  },
};
