import type { CompileSettings } from "../../target/backend.js";

/**
 * What a detection becomes: a scheduled analytics rule; one that runs in near real time
 * (https://learn.microsoft.com/azure/sentinel/near-real-time-rules); a custom detection of Defender XDR
 * (https://learn.microsoft.com/defender-xdr/custom-detection-rules).
 */
export const forms = ["scheduled", "nrt", "defender"] as const;

export type Form = (typeof forms)[number];

export function formOf({ form }: Pick<CompileSettings, "form">): Form {
  return forms.find((each) => each === form) ?? "scheduled";
}
