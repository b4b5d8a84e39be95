import type { CompileSettings, Target } from "./backend.js";
import type { TargetProfile } from "./profile.js";

/** A target with what is known of it and what the user set. */
export interface ConfiguredTarget {
  readonly target: Target;
  readonly profile: TargetProfile;
  readonly settings: CompileSettings;
}
