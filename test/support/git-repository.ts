import { execFileSync } from "node:child_process";
import { addFiles, temporaryFolder, type Files } from "./content-folder.js";

/** A git repository that is gone after the test. */
export interface GitRepository {
  readonly folder: string;
  /** Adds or replaces files and commits everything; gives the commit. */
  readonly commit: (files: Files) => string;
}

export function gitRepository(): GitRepository {
  const folder = temporaryFolder();
  const git = (...argv: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.test", ...argv], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
    });
  git("init", "--quiet", "--initial-branch", "main");
  return {
    folder,
    commit(files) {
      addFiles(folder, files);
      git("add", "--all");
      git("commit", "--quiet", "--message", "A state");
      return git("rev-parse", "HEAD").trim();
    },
  };
}
