import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // The content and command-line tests start processes; the default of five seconds is for unit tests.
    testTimeout: 60_000,
  },
});
