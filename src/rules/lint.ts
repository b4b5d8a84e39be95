import { locate } from "../source/locate.js";
import { rules } from "./index.js";
import type { LintFinding, Rule, RuleContext } from "./rule.js";
import { withoutSuppressed } from "./suppressions.js";

/**
 * What the rules find in a detection, without what its comments suppress. A place inside a macro is not reported: the
 * macro is not the detection's. A deprecated detection is not looked at.
 */
export function lint(context: RuleContext): readonly LintFinding[] {
  const { detection } = context;
  if (detection.status === "deprecated") return [];
  const found = rules
    .flatMap((rule) => rule.check(context))
    .filter(({ diagnostic }) => {
      const { file, through } = locate(diagnostic.span);
      return file === detection.file && through.length === 0;
    });
  const unable = rules.filter(({ needs }) => !has(context, needs)).flatMap(({ codes }) => codes);
  return withoutSuppressed(found, detection.file, new Set(unable.map((code) => `lint/${code}`)));
}

function has({ understood: { pipeline, plan }, history }: RuleContext, needs: Rule["needs"]): boolean {
  switch (needs) {
    case "detection":
      return true;
    case "syntax":
      return pipeline !== undefined;
    case "plan":
      return plan !== undefined;
    case "history":
      return history !== undefined;
  }
}
