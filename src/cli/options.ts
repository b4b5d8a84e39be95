import { InvalidArgumentError, Option } from "commander";
import { formats } from "./report.js";

/** `--target a,b --target c`: names joined by commas, the option repeated. */
export function targetOption(): Option {
  return new Option(
    "-t, --target <names>",
    "a target, or several joined by commas; may be repeated (default: those of detc.yml, else all)",
  ).argParser((text: string, earlier: readonly string[] | undefined) => [
    ...(earlier ?? []),
    ...namesIn(text),
  ]);
}

export function formatOption(): Option {
  return choiceOf(formats.filter((format) => format !== "sarif"));
}

/** For commands whose result is what they found. */
export function findingsFormatOption(): Option {
  return choiceOf(formats);
}

function choiceOf(choices: readonly string[]): Option {
  return new Option("--format <format>", "how results are written").choices(choices).default("text");
}

function namesIn(text: string): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.includes("")) throw new InvalidArgumentError("A target has no name.");
  return names;
}
