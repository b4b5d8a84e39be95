import { relative } from "node:path";
import { createVitest } from "vitest/node";

/** Runs test files of a copy of the tree in one process, so that only what has changed is read again. */
export interface TestsOfCopy {
  /** The test files that fail, of those whose paths hold one of the texts. */
  failing(paths: readonly string[]): Promise<readonly string[]>;
  /** A file of the copy has another text now. */
  changed(path: string): void;
  end(): Promise<void>;
}

/** Starts a process for the tests of the copy. */
export async function testsOfCopy(copy: string): Promise<TestsOfCopy> {
  const vitest = await createVitest(
    "test",
    {
      ...{ root: copy, watch: false, update: "none", reporters: [{}], bail: 1 },
      // A slow machine is no fault.
      ...{ testTimeout: 600_000, hookTimeout: 600_000 },
    },
    { logLevel: "silent" },
  );
  return {
    failing: async (paths) => {
      const files = await vitest.globTestSpecifications([...paths]);
      const { testModules } = await vitest.runTestSpecifications(files, false);
      // The answer also has the files of earlier runs.
      const own = new Set(files.map(({ moduleId }) => moduleId));
      return testModules
        .filter((file) => own.has(file.moduleId) && !file.ok())
        .map(({ moduleId }) => relative(copy, moduleId));
    },
    changed: (path) => {
      vitest.invalidateFile(path);
    },
    end: () => vitest.close(),
  };
}
