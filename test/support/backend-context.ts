import type { BackendContext } from "../../src/target/backend.js";

/** A context for a part of a back-end that asks it for nothing; a report is a failure. */
export function backendContext(): BackendContext {
  const nothing = (what: string): never => {
    throw new Error(`the context has no ${what}`);
  };
  return {
    get profile(): never {
      return nothing("profile");
    },
    get content(): never {
      return nothing("content");
    },
    get detection(): never {
      return nothing("detection");
    },
    get settings(): never {
      return nothing("settings");
    },
    report: ({ message }) => nothing(`place for a report: ${message}`),
    differ: (difference) => nothing(`place for a difference: ${difference}`),
    drop: ({ what }) => nothing(`place for what is dropped: ${what}`),
  };
}
