import { Command, CommanderError } from "commander";
import { actionCommand } from "./action.js";
import { buildCommand } from "./build.js";
import { bumpCommand } from "./bump.js";
import { checkCommand } from "./check.js";
import { explainCommand } from "./explain.js";
import { fmtCommand } from "./fmt.js";
import { importCommand } from "./import.js";
import { exitStatus, type ExitStatus } from "./exit-status.js";
import { initCommand } from "./init.js";
import { newCommand } from "./new.js";
import { packageCommand } from "./package.js";
import { runCommand } from "./run.js";
import { sourcesCommand } from "./sources.js";
import type { Terminal } from "./terminal.js";
import { testCommand } from "./test.js";
import { translateCommand } from "./translate.js";
import { packageVersion } from "./version.js";

type CommandFactory = (terminal: Terminal, done: (status: ExitStatus) => void) => Command;

/** Every command, in the order in which `--help` lists them. */
const commands: readonly CommandFactory[] = [
  buildCommand,
  checkCommand,
  fmtCommand,
  translateCommand,
  importCommand,
  explainCommand,
  runCommand,
  testCommand,
  sourcesCommand,
  packageCommand,
  initCommand,
  newCommand,
  bumpCommand,
];

/** Runs detc with the arguments behind its name, and gives the exit status of the process. */
export async function runCli(argv: readonly string[], terminal: Terminal): Promise<number> {
  let status: ExitStatus = exitStatus.done;
  const output = { writeOut: terminal.out, writeErr: terminal.err };
  const program = new Command("detc")
    .description("Compiles Splunk detections into rules for other products: exactly, or not at all.")
    .version(packageVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .showHelpAfterError("(--help lists what there is)")
    .configureOutput(output)
    .exitOverride();
  for (const factory of commands)
    program.addCommand(
      factory(terminal, (result) => {
        status = result;
      })
        .copyInheritedSettings(program)
        .exitOverride(),
    );
  // Runs in a workflow only, and reads what the runner sets.
  program.addCommand(
    actionCommand(terminal, (result) => {
      status = result;
    })
      .copyInheritedSettings(program)
      .exitOverride(),
    { hidden: true },
  );
  try {
    await program.parseAsync(argv, { from: "user" });
    return status;
  } catch (thrown) {
    // commander has printed what is wrong with the arguments, or the help that was asked for.
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitStatus.done : exitStatus.invalid;
    reportBug(thrown, argv, terminal);
    return exitStatus.bug;
  }
}

function reportBug(thrown: unknown, argv: readonly string[], { err, paint }: Terminal): void {
  const problem = thrown instanceof Error ? thrown : new Error(String(thrown));
  const trace = (process.env["DETC_DEBUG"] ?? "") === "" ? "" : `${problem.stack ?? ""}\n`;
  err(
    `${paint.error("detc has a bug")}: ${problem.message}\n${trace}` +
      `Please report it with the input and these lines:\n` +
      `  detc ${packageVersion()}, Node ${process.version}, ${process.platform}, command ${argv[0] ?? ""}\n` +
      `${trace === "" ? "  DETC_DEBUG=1 shows where it happened.\n" : ""}`,
  );
}
