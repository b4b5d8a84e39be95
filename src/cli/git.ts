import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emptySpan } from "../content/content-file.js";
import { buildDiagnostics } from "../diagnostics/codes/build.js";
import { gitDiagnostics } from "../diagnostics/codes/git.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** A folder with the content as it was at a commit. */
export interface EarlierTree {
  readonly folder: string;
  readonly commit: string;
  /** Removes the folder. */
  readonly remove: () => void;
}

/** Lays out a folder of a git repository as it was at a commit, in a temporary folder. The repository stays as it is. */
export function treeAt(
  folder: string,
  ref: string,
):
  | { readonly tree: EarlierTree; readonly problem?: never }
  | { readonly tree?: never; readonly problem: Diagnostic } {
  if (!existsSync(folder))
    return { problem: buildDiagnostics["no-such-folder"](emptySpan(folder), { folder }) };
  const inRepository = tryGit(folder, ["rev-parse", "--show-prefix"]);
  if (inRepository.output === undefined)
    return {
      problem: gitDiagnostics["no-repository"](emptySpan(folder), { folder, reason: inRepository.reason }),
    };
  // A name that starts with a dash would be an option.
  const commit = ref.startsWith("-")
    ? undefined
    : tryGit(folder, ["rev-parse", "--quiet", "--verify", `${ref}^{commit}`]).output?.trim();
  if (commit === undefined) return { problem: gitDiagnostics["unknown-ref"](emptySpan(folder), { ref }) };
  const prefix = inRepository.output.trim().replace(/\/$/, "");
  const temporary = mkdtempSync(join(realpathSync(tmpdir()), "detc-earlier-"));
  const remove = (): void => rmSync(temporary, { recursive: true, force: true });
  try {
    const tree = join(temporary, "tree");
    mkdirSync(tree);
    const environment = { ...process.env, GIT_INDEX_FILE: join(temporary, "index") };
    const top = tryGit(folder, ["rev-parse", "--show-toplevel"]).output?.trim() ?? folder;
    const exists =
      prefix === "" || tryGit(top, ["cat-file", "-e", `${commit}:${prefix}`]).output !== undefined;
    if (exists) {
      git(top, ["read-tree", prefix === "" ? commit : `${commit}:${prefix}`], environment);
      git(top, ["checkout-index", "--all", "--quiet", `--prefix=${tree}/`], environment);
    }
    return { tree: { folder: tree, commit, remove } };
  } catch (thrown) {
    remove();
    throw thrown;
  }
}

/**
 * Gives files of a folder as the last commit has them, where they differ from it now; `undefined` outside of a
 * repository and before its first commit.
 */
export function lastCommit(folder: string): ((path: string) => string | undefined) | undefined {
  const listed = tryGit(folder, [
    "diff",
    "--name-only",
    "--relative",
    "--diff-filter=M",
    "-z",
    "HEAD",
    "--",
    ".",
  ]);
  if (listed.output === undefined) return undefined;
  const changed = new Set(listed.output.split("\0"));
  return (path) => (changed.has(path) ? tryGit(folder, ["show", `HEAD:./${path}`]).output : undefined);
}

/** When the last commit was made, in seconds; `undefined` outside of a repository. */
export function commitTime(folder: string): number | undefined {
  const seconds = tryGit(folder, ["log", "-1", "--format=%ct"]).output?.trim() ?? "";
  return /^\d+$/.test(seconds) ? Number(seconds) : undefined;
}

function git(folder: string, argv: readonly string[], environment = process.env): string {
  return execFileSync("git", argv, {
    cwd: folder,
    // What git says is quoted, and has to be the same in every language.
    env: { ...environment, LC_ALL: "C" },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
  });
}

function tryGit(
  folder: string,
  argv: readonly string[],
):
  | { readonly output: string; readonly reason?: never }
  | { readonly output?: never; readonly reason: string } {
  try {
    return { output: git(folder, argv) };
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    if ("code" in thrown && thrown.code === "ENOENT") return { reason: "git is not installed" };
    const [first = ""] = "stderr" in thrown ? String(thrown.stderr).split("\n") : [];
    return { reason: `git says: ${first.replace(/^fatal: /, "")}` };
  }
}
