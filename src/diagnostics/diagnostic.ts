import type { Span } from "../source/source-text.js";

export type Severity = "error" | "warning" | "information";

/** Something to tell the user: what, where, why, and a way out. */
export interface Diagnostic {
  /** `<area>/<name>` in kebab-case; stable across versions. */
  readonly code: string;
  readonly severity: Severity;
  /** Names the construct, the target where there is one, and the reason; no "you"; code in backticks. */
  readonly message: string;
  readonly span: Span;
  readonly related: readonly RelatedPlace[];
  /** What would cure it, where that is known. */
  readonly help?: string;
}

export interface RelatedPlace {
  readonly message: string;
  readonly span: Span;
}

/** What one use of a diagnostic adds to its definition. */
export interface DiagnosticExtras {
  readonly related?: readonly RelatedPlace[];
  readonly help?: string | undefined;
}

/** Makes one kind of diagnostic: `table["unknown-command"](span, { name })`. */
export type DiagnosticFactory<Parameters> = (
  span: Span,
  parameters: Parameters,
  extras?: DiagnosticExtras,
) => Diagnostic;

/** A row of a code table before it knows its code. */
export interface DiagnosticDefinition<Parameters> {
  readonly severity: Severity;
  readonly message: (parameters: Parameters) => string;
  readonly help?: (parameters: Parameters) => string | undefined;
}

type Message<Parameters> = (parameters: Parameters) => string;
type Help<Parameters> = (parameters: Parameters) => string | undefined;

function definition<Parameters>(severity: Severity) {
  return (message: Message<Parameters>, help?: Help<Parameters>): DiagnosticDefinition<Parameters> =>
    help === undefined ? { severity, message } : { severity, message, help };
}

/** Defines a diagnostic that blocks output. */
export function error<Parameters>(
  message: Message<Parameters>,
  help?: Help<Parameters>,
): DiagnosticDefinition<Parameters> {
  return definition<Parameters>("error")(message, help);
}

/** Defines a diagnostic that does not block output. */
export function warning<Parameters>(
  message: Message<Parameters>,
  help?: Help<Parameters>,
): DiagnosticDefinition<Parameters> {
  return definition<Parameters>("warning")(message, help);
}

/** Defines a remark. */
export function information<Parameters>(
  message: Message<Parameters>,
  help?: Help<Parameters>,
): DiagnosticDefinition<Parameters> {
  return definition<Parameters>("information")(message, help);
}

type ParametersOf<Definition> =
  Definition extends DiagnosticDefinition<infer Parameters> ? Parameters : never;

export type DiagnosticTable<Definitions> = {
  readonly [Name in keyof Definitions]: DiagnosticFactory<ParametersOf<Definitions[Name]>>;
};

/**
 * Turns the definitions of one area into factories. The code of each is `<area>/<name>`; a factory's parameters are
 * those of its message, so a wrong name or a missing parameter does not compile.
 */
export function diagnosticTable<Definitions extends Readonly<Record<string, DiagnosticDefinition<never>>>>(
  area: string,
  definitions: Definitions,
): DiagnosticTable<Definitions> {
  const entries = Object.entries(definitions).map(([name, { severity, message, help }]) => {
    const factory: DiagnosticFactory<never> = (span, parameters, extras) => {
      const advice = extras?.help ?? help?.(parameters);
      return {
        code: `${area}/${name}`,
        severity,
        message: message(parameters),
        span,
        related: extras?.related ?? [],
        ...(advice === undefined ? {} : { help: advice }),
      };
    };
    return [name, factory] as const;
  });
  return Object.fromEntries(entries) as DiagnosticTable<Definitions>;
}

/** True when any of the diagnostics blocks output. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}
