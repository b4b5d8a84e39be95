import fc from "fast-check";

/**
 * Property tests draw the same inputs in every run, so that a submission is judged by its change and not by the draw.
 * `PROPERTY_SEED=<n> npm run unit` draws others; a counterexample found so becomes a case of its own.
 */
fc.configureGlobal({ seed: Number(process.env["PROPERTY_SEED"] ?? 20_240_101) });
