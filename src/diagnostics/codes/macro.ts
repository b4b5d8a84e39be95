import { diagnosticTable, error, warning } from "../diagnostic.js";

/** What can be wrong with the macros of a search. */
export const macroDiagnostics = diagnosticTable("macro", {
  unclosed: error<object>(() => "the backtick that begins a macro is not closed"),
  "not-a-call": error(
    ({ text }: { text: string }) => `\`${text}\` between backticks is not a call of a macro`,
  ),
  unknown: error(
    ({ name }: { name: string }) => `the macro \`${name}\` is not defined`,
    () => "define it in `macros/`",
  ),
  "defined-elsewhere": error(
    ({ name }: { name: string }) =>
      `the macro \`${name}\` belongs to another Splunk app, its text is not known`,
    () => "give its definition in `macros/`",
  ),
  quoted: warning(
    ({ name }: { name: string }) =>
      `the macro \`${name}\` is called inside double quotes, where a call stays the text that it is`,
    () => "without the quotes the definition takes its place",
  ),
  "wrong-arity": error(
    ({ name, given, defined }: { name: string; given: number; defined: readonly number[] }) =>
      `the macro \`${name}\` is called with ${given} argument${given === 1 ? "" : "s"}, but defined for ${defined.join(" or ")}`,
  ),
  "unknown-argument": error(
    ({ name, argument }: { name: string; argument: string }) =>
      `the macro \`${name}\` has no argument \`${argument}\``,
  ),
  recursive: error(({ name }: { name: string }) => `the macro \`${name}\` calls itself`),
  "too-deep": error(({ limit }: { limit: number }) => `macros are nested more than ${limit} deep`),
  "too-large": error(
    ({ limit }: { limit: number }) => `the macros of the search expand to more than ${limit} characters`,
  ),
  "too-many": error(({ limit }: { limit: number }) => `the search calls macros more than ${limit} times`),
  "not-constant": error(
    ({ name, what }: { name: string; what: string }) =>
      `${what} of the macro \`${name}\` is not a constant expression, so it cannot be evaluated`,
  ),
  invalid: error(({ name, reason }: { name: string; reason: string }) => `the macro \`${name}\`: ${reason}`),
});
