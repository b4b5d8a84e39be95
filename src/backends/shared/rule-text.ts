import type { Detection } from "../../detection/detection.js";
import type { CompiledQuery, Fidelity } from "../../target/backend.js";
import {
  filledColumnsDifference,
  letterCaseDifference,
  hiddenGroupsDifference,
  listPositionDifference,
  missingFieldsDifference,
  wholePathsDifference,
} from "../../target/difference.js";

const fidelities: Readonly<Record<Fidelity, string>> = {
  source: "Runs the search",
  rows: "Gives the rows of the search",
  events: "Matches exactly the events that contribute to a result of the search",
  groups: "Alerts on the same groups of events as the search",
};

/** What a rule is to the search it was made of, in sentences for its description. */
export function fidelityText(
  { name, version }: Detection,
  { fidelity, dropped, bindings, accepted }: CompiledQuery,
): string {
  const tables = bindings
    .map(
      ({ source, table, custom }) =>
        `${source} is read from ${table}${custom ? ", which a site fills itself" : ""}`,
    )
    .join("; ");
  const left = [...new Set(dropped.map(({ what }) => what))].join(", ");
  const sentences = [
    `${fidelities[fidelity]} of "${name}", version ${version}${tables === "" ? "" : `, where ${tables}`}${differenceText(accepted)}.`,
    ...(left === "" ? [] : [`Left out, because it only shows a result: ${left}.`]),
  ];
  return sentences.join(" ");
}

/** What a rule differs in because that was accepted by name, to end a sentence with. */
export function differenceText(accepted: readonly string[] = []): string {
  return accepted.includes(filledColumnsDifference)
    ? ", with columns taken as filled that `fillnull` fills where some event has them"
    : "";
}

/** What a rule finds more or less than its search because that was accepted by name, in sentences. */
export function otherFindings(accepted: readonly string[] = []): readonly string[] {
  return [...findings].flatMap(([difference, text]) => (accepted.includes(difference) ? [text] : []));
}

const findings: ReadonlyMap<string, string> = new Map([
  [
    listPositionDifference,
    "It may also fire where the search does not: it asks of any value of a list what the search asks of the value at one place in it.",
  ],
  [
    wholePathsDifference,
    "It groups by and counts whole paths and accounts, the search the names at their ends: it may miss a group of which the events are spread over several folders or domains, and may fire where the different values that it counts have one name.",
  ],
  [
    hiddenGroupsDifference,
    "It alerts on each group, where the search shows one of those that share a value.",
  ],
  [
    missingFieldsDifference,
    "It leaves out events that lack a field by which the search groups or of which it counts the values, where the search counts them together: it may miss a group.",
  ],
  [
    letterCaseDifference,
    "It compares two fields as texts and without case, the search with case and numbers as numbers: it may fire where they differ in case only and the search asks whether they are the same, and miss where it asks whether they differ.",
  ],
]);

/** Fields of the result that name who is at risk and what threatens, each once. */
export function entityFields({ risk }: Detection): readonly string[] {
  return [...new Set([...risk.objects, ...risk.threats].map(({ field }) => field))];
}

/** Whether a detection says more about false positives than that none are known. */
export function knownFalsePositives({ falsePositives }: Detection): readonly string[] {
  const text = falsePositives.trim();
  return text.length < 2 || /^(?:none|unknown|n\/a)\b/iu.test(text) ? [] : [text];
}

/**
 * A message with each `$field$` token replaced; a token whose field is not in the result keeps its name. `plain` writes
 * the text around tokens so that the target finds no token of its own in it.
 */
export function fillMessage(
  message: string,
  columnOf: (field: string) => string | undefined,
  plain: (text: string) => string = (text) => text,
): string {
  const pieces = message.split(/\$([\w.{}:-]+)\$/u);
  return pieces
    .map((piece, index) => (index % 2 === 0 ? plain(piece) : (columnOf(piece) ?? plain(piece))))
    .join("");
}
