import type { Target } from "../target/backend.js";
import { splunk } from "./splunk/index.js";

/** Every product that detc writes for, in the order in which results are shown. */
export const targets: readonly Target[] = [splunk];
