import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/support/property-seed.ts"],
    // The core keeps no state between calls, so test files can share the modules that one of them has loaded.
    isolate: false,
    // The content and command-line tests start processes; the default of five seconds is for unit tests. It is also what
    // ends a test of hostile input that would run on; how fast things are is for the benchmarks.
    testTimeout: 60_000,
  },
});
