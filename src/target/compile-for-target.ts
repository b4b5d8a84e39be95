import type { ConfiguredTarget } from "./configured-target.js";
import type { TargetOutcome } from "./outcome.js";
import type { Understood } from "../understood.js";
import type { Content } from "../content/model.js";
import type { Detection } from "../detection/detection.js";
import { targetDiagnostics } from "../diagnostics/codes/target.js";
import { hasErrors, type Diagnostic } from "../diagnostics/diagnostic.js";
import { lookupRowsOf } from "../evaluate/lookup-rows.js";
import type { LogicalPlan } from "../plan/plan.js";
import { locate } from "../source/locate.js";
import type { Span } from "../source/source-text.js";
import type { BackendContext, CompiledQuery, CompileSettings, Dropped, Language } from "./backend.js";
import { canBindField, type BindingContext } from "./bind.js";
import { checkReachable } from "./check-reachable.js";
import { chooseHomes, noteOtherHomes, otherHomes } from "./choose-homes.js";
import { withAutomaticLookups } from "./automatic-lookups.js";
import { checkCustomTables } from "./check-custom-tables.js";
import { checkSiteLookups } from "./check-site-lookups.js";
import { decodeEntities } from "./decode-entities.js";
import { filledColumnsDifference } from "./difference.js";
import { filledColumns } from "./filled-columns.js";
import { checkSpelling } from "./check-spelling.js";
import { foldPaths } from "./fold-paths.js";
import { settleDecoded } from "./settle-decoded.js";
import { settleSpelledTests } from "./settle-spelled-tests.js";
import { prune, type Pruned } from "../plan/prune/prune.js";
import { unmetRequirements } from "./requirements.js";
import { withoutDecoration, type Writing } from "./without-decoration.js";
import { withoutExceptions } from "./without-exceptions.js";

type Query = Omit<CompiledQuery, "dropped">;
type Attempt = Extract<TargetOutcome, { readonly status: "compiled" | "refused" }>;

/**
 * One detection for one target: left out, not readable, compiled by the first language that can hold it, or refused
 * with the reasons of the language that can hold most. What its homes refuse is tried in the other ones that the catalog
 * names. A target that carries the authored search needs no plan.
 */
export function compileForTarget(
  detection: Detection,
  understood: Understood,
  configured: ConfiguredTarget,
  content: Content,
): TargetOutcome {
  const { authored, id } = configured.target;
  const reason = reasonToSkip(detection, id);
  if (reason !== undefined) return { status: "skipped", reason, diagnostics: [] };
  const { pipeline, plan, diagnostics, leftOut = [] } = understood;
  if (pipeline === undefined && !callsOnlyOtherApps(diagnostics)) return { status: "invalid", diagnostics };
  if (authored !== undefined) {
    const outcome = attempt(detection, configured, content, (context) =>
      authored.compile(detection, context),
    );
    // That the search has no plan does not concern a product that runs it as it stands.
    return withDiagnostics(
      diagnostics.filter(({ severity }) => severity !== "error"),
      outcome,
    );
  }
  if (plan === undefined) return { status: "refused", diagnostics };

  const binding: BindingContext = { ...configured, detection };
  const inHomes = (settings: CompileSettings): Attempt => {
    const chosen = { ...configured, settings };
    const whole = inLanguages(
      chosen,
      detection,
      content,
      (language, context) => compileIn(language, plan, leftOut, context).result,
    );
    if (whole.status === "compiled") return whole;
    // No language holds all of it: what only shows goes where that is enough.
    return inLanguages(chosen, detection, content, (language, context) =>
      withoutDecoration(context, (recorded, canWrite) =>
        compileIn(language, plan, leftOut, recorded, canWrite),
      ),
    );
  };
  const settings = chooseHomes(plan, binding);
  const outcome = inHomes(settings);
  if (outcome.status === "compiled")
    return withDiagnostics([...diagnostics, ...noteOtherHomes(plan, settings, binding)], outcome);
  for (const other of otherHomes(plan, { ...binding, settings })) {
    const elsewhere = inHomes(other);
    if (elsewhere.status !== "compiled") continue;
    const refusal = outcome.diagnostics.find(({ severity }) => severity === "error")?.message;
    return withDiagnostics([...diagnostics, ...noteOtherHomes(plan, other, binding, refusal)], elsewhere);
  }
  return withDiagnostics(diagnostics, outcome);
}

/** The outcome of the first language that can hold a plan, else of the one that can hold most. */
function inLanguages(
  configured: ConfiguredTarget,
  detection: Detection,
  content: Content,
  compile: (language: Language, context: BackendContext) => Query | undefined,
): Attempt {
  let best: { readonly outcome: Attempt; readonly features: number } | undefined;
  for (const language of configured.target.languages) {
    const outcome = attempt(detection, configured, content, (context) => compile(language, context));
    if (outcome.status === "compiled") return outcome;
    const features = Object.values(language.capabilities).filter(Boolean).length;
    if (best === undefined || features > best.features) best = { outcome, features };
  }
  return best?.outcome ?? { status: "refused", diagnostics: [] };
}

/**
 * Whether nothing is wrong with a search but that it calls macros of other Splunk apps: it runs where those are, though
 * nobody else can tell what it means.
 */
function callsOnlyOtherApps(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.every(
    ({ code, severity }) => severity !== "error" || code === "macro/defined-elsewhere",
  );
}

/** Deprecated detections, and those whose author leaves the target out. */
function reasonToSkip({ status, targets }: Detection, target: string): string | undefined {
  if (status === "deprecated") return "the detection is deprecated";
  return targets.skip.find((choice) => choice.target === target)?.reason;
}

function withDiagnostics<Outcome extends TargetOutcome>(
  before: readonly Diagnostic[],
  outcome: Outcome,
): Outcome {
  return { ...outcome, diagnostics: [...before, ...outcome.diagnostics] };
}

/** Runs one way of compiling and of wrapping; any error that it reports refuses the detection. */
function attempt(
  detection: Detection,
  { target, profile, settings }: ConfiguredTarget,
  content: Content,
  compile: (context: BackendContext) => Query | undefined,
): Attempt {
  const diagnostics: Diagnostic[] = [];
  const dropped: Dropped[] = [];
  const accepted = new Set<string>();
  const context: BackendContext = {
    profile,
    content,
    detection,
    settings: settingsOf(detection, target.id, settings),
    report: (diagnostic) => diagnostics.push(diagnostic),
    drop: (decoration) => dropped.push(decoration),
    differ: (difference) => accepted.add(difference),
  };
  const compiled = compile(context);
  if (compiled === undefined || hasErrors(diagnostics)) return { status: "refused", diagnostics };
  const query: CompiledQuery = {
    ...compiled,
    dropped,
    ...(accepted.size === 0 ? {} : { accepted: [...accepted] }),
  };
  const wrapped = target.wrap(detection, query, context);
  if (hasErrors(diagnostics)) return { status: "refused", diagnostics };
  return {
    status: "compiled",
    query,
    artifacts: wrapped.filter((part) => part.kind !== "entry"),
    entries: wrapped.filter((part) => part.kind === "entry"),
    diagnostics,
  };
}

/** The choices of the repository, with those of the detection before them. */
function settingsOf({ targets }: Detection, target: string, settings: CompileSettings): CompileSettings {
  const form = targets.forms?.get(target)?.value;
  return form === undefined ? settings : { ...settings, form };
}

/** Rewrites, leaves out decoration that cannot be bound, asks for what is missing, and only then makes text. */
function compileIn(
  language: Language,
  plan: LogicalPlan,
  leftOut: readonly Pruned[],
  context: BackendContext,
  canWrite?: (span: Span) => boolean,
): Writing<Query> {
  const settled = settleSpelledTests(foldPaths(withoutExceptions(plan, context), context), context);
  const readable = withAutomaticLookups(settled, context);
  const rowsOf = (name: string) => {
    const table = context.content.lookups.get(name);
    return table === undefined ? undefined : lookupRowsOf(table);
  };
  const rewritten = language.rewrites.reduce((current, rewrite) => rewrite.apply(current, rowsOf), readable);
  const filled = language.capabilities["relation.window"] ? undefined : filledColumns(rewritten);
  const takesFilled = context.settings.accept.has(filledColumnsDifference);
  if (!takesFilled)
    for (const { fields, span } of filled?.steps ?? [])
      context.report(targetDiagnostics["filled-columns"](span, { fields, language: language.language }));
  const whole = filled?.plan ?? rewritten;
  const pruned = prune(whole, (scan, field) => canBindField(scan, field, context, whole), canWrite);
  const rest = { dropped: pruned.dropped.length, row: pruned.plan.row };
  const unmet = unmetRequirements(language.core(pruned.plan), language.capabilities);
  for (const { feature, what, span } of unmet)
    context.report(
      targetDiagnostics.unsupported(span, {
        construct: what,
        language: language.language,
        reason: `it has no \`${feature}\``,
      }),
    );
  const { plan: asked, settled: same } = settleDecoded(pruned.plan, context);
  const decoded = decodeEntities(asked, context);
  const mistaken = [
    ...checkSpelling(asked, context, same),
    ...decoded.diagnostics,
    ...checkReachable(decoded.plan, context, rowsOf),
  ];
  for (const diagnostic of mistaken) context.report(diagnostic);
  if (unmet.length > 0 || mistaken.length > 0) return { result: undefined, ...rest };
  for (const { what, span } of [...leftOut, ...pruned.dropped])
    context.drop({ what, code: "target/decoration", line: locate(span).start.line });
  const query = language.compile(decoded.plan, context);
  if (query === undefined) return { result: undefined, ...rest };
  const notes = [...checkCustomTables(pruned.plan, context), ...checkSiteLookups(pruned.plan, context)];
  for (const note of notes) context.report(note);
  if (filled !== undefined && filled.steps.length > 0) context.differ(filledColumnsDifference);
  return { result: query, ...rest };
}
