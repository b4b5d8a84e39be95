import { resolve, sep } from "node:path";
import { emptySpan } from "../content/content-file.js";
import { actionDiagnostics } from "../diagnostics/codes/action.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";

const failures = ["error", "refusal", "never"] as const;

/** The inputs of `action.yml`, checked. */
export interface ActionInputs {
  /** Absolute, inside the workspace. */
  readonly root: string;
  readonly targets?: readonly string[];
  readonly failOn: (typeof failures)[number];
  /** Whether a change without a new version fails. */
  readonly versions: boolean;
  /** Absolute, inside the workspace. */
  readonly sarif: string;
  /** Absolute, inside the workspace. */
  readonly archives: string;
  /** Set where archives are to be made. */
  readonly release?: { readonly version: string; readonly since?: string };
}

/** Reads the inputs as a runner gives them: `INPUT_<NAME>`. */
export function actionInputs(
  environment: Readonly<Record<string, string | undefined>>,
  workspace: string,
):
  | { readonly inputs: ActionInputs; readonly problem?: never }
  | { readonly inputs?: never; readonly problem: Diagnostic } {
  const input = (name: string): string => (environment[`INPUT_${name.toUpperCase()}`] ?? "").trim();
  const wrong = (name: string, expected: string): { readonly problem: Diagnostic } => ({
    problem: actionDiagnostics["wrong-input"](emptySpan("action.yml"), {
      name,
      found: input(name),
      expected,
    }),
  });
  const inside = (name: string, otherwise: string): string | undefined => {
    const path = resolve(workspace, input(name) || otherwise);
    return path === workspace || path.startsWith(workspace + sep) ? path : undefined;
  };

  const root = inside("root", ".");
  if (root === undefined) return wrong("root", "a folder of the workspace");
  const sarif = inside("sarif", "detc.sarif");
  if (sarif === undefined) return wrong("sarif", "a file in the workspace");
  const archives = inside("archives", "release");
  if (archives === undefined) return wrong("archives", "a folder of the workspace");
  const failOn = failures.find((each) => each === (input("fail-on") || "error"));
  if (failOn === undefined) return wrong("fail-on", "`error`, `refusal` or `never`");
  const versions = input("versions") || "true";
  if (versions !== "true" && versions !== "false") return wrong("versions", "`true` or `false`");
  const release = input("release").replace(/^v/, "");
  if (release !== "" && !/^\d+\.\d+\.\d+$/.test(release)) return wrong("release", "`major.minor.patch`");
  const targets = input("targets")
    .split(/[\s,]+/)
    .filter((name) => name !== "");
  const since = input("since");
  return {
    inputs: {
      root,
      failOn,
      versions: versions === "true",
      sarif,
      archives,
      ...(targets.length === 0 ? {} : { targets }),
      ...(release === "" ? {} : { release: { version: release, ...(since === "" ? {} : { since }) } }),
    },
  };
}
