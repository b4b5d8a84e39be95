import type { Target } from "../target/backend.js";
import { cortex } from "./cortex/index.js";
import { elastic } from "./elastic/index.js";
import { sentinel } from "./sentinel/index.js";
import { sigma } from "./sigma/index.js";
import { splunk } from "./splunk/index.js";

/** Every product that detc writes for, in the order in which results are shown. */
export const targets: readonly Target[] = [splunk, sigma, sentinel, elastic, cortex];
