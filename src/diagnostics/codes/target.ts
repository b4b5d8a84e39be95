import { diagnosticTable, error, warning } from "../diagnostic.js";

/** Parameters that most refusals share: the construct as the rule has it, and the language that lacks it. */
interface Refusal {
  readonly construct: string;
  readonly language: string;
}

/** What a target cannot hold. The core refuses by feature; a back-end refuses what only its transformation sees. */
export const targetDiagnostics = diagnosticTable("target", {
  unsupported: error(
    ({ construct, language, reason }: Refusal & { readonly reason: string }) =>
      `${construct} is not available in ${language}: ${reason}`,
    () => "`targets.skip` can exclude the target, with a reason",
  ),
  "filled-columns": error(
    ({ fields, language }: { readonly fields: readonly string[]; readonly language: string }) =>
      `columns are filled only where some event of the run has them (${fields.map((field) => `\`${field}\``).join(", ")}), and ${language} has no aggregate beside each row to ask that with`,
    () =>
      "`fillnull value=0` with the names of the columns fills them in every run; `accept: [filled-columns]` in detc.yml takes them as filled",
  ),
  "unsupported-function": error(
    ({ construct, language, reason }: Refusal & { readonly reason?: string | undefined }) =>
      `the function ${construct} ${reason ?? ""}${reason === undefined ? "" : " "}has no counterpart in ${language}`,
  ),
  "unsupported-regex": error(
    ({ construct, language, reason }: Refusal & { readonly reason: string }) =>
      `the regular expression ${construct} cannot be written in ${language}: ${reason}`,
    () => "an expression without look-around, back-references and possessive quantifiers can be translated",
  ),
  "ambiguous-type": error(
    ({ construct, language, reason }: Refusal & { readonly reason: string }) =>
      `${construct} has no single meaning in ${language}: ${reason}`,
    () => "`tonumber()` or `tostring()` states which is meant",
  ),
  "never-true": error(
    ({ target }: { readonly target: string }) =>
      `no event can pass these tests with the values that ${target} has: the rule could never fire`,
    () =>
      "`detc explain` shows what the search asks for; another home of its log source, or rows of a lookup table, may have such values",
  ),
  "xml-entity": error(
    ({ entity, target }: { readonly entity: string; readonly target: string }) =>
      `\`${entity}\` is what Splunk keeps of the XML of an event, and ${target} holds the character that it stands for: no test of it means the same`,
    () =>
      "`targets.skip` can exclude the target, with a reason; a search for the character itself finds nothing in Splunk",
  ),
  "xml-character": error(
    ({
      character,
      entity,
      target,
    }: {
      readonly character: string;
      readonly entity: string;
      readonly target: string;
    }) =>
      `no value that Splunk has of this log holds \`${character}\`, as it keeps \`${entity}\` of the XML: the test finds nothing there, and would find events in ${target}`,
    ({ character, entity }) =>
      `\`${entity}\` in its place asks for \`${character}\`, in Splunk and in every other product`,
  ),
  "too-long": error(
    ({
      what,
      language,
      length,
      limit,
    }: {
      readonly what: string;
      readonly language: string;
      readonly length: number;
      readonly limit: number;
    }) => `the ${what} has ${length} characters, and ${language} takes at most ${limit}`,
  ),
  "unknown-technique": warning(
    ({ technique, version }: { readonly technique: string; readonly version: string }) =>
      `\`${technique}\` is not a technique of ATT&CK ${version}: its tactics are unknown, and it is left out`,
    () => "a technique that was revoked has a successor on attack.mitre.org",
  ),
});
