import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";

/** What an engine answers to a case: an error is what it cannot do, or what it found wrong. */
export type Answer<Result> = Result | { readonly error: string };

/** A program that answers one JSON object a line with one. */
export interface EngineCommand {
  readonly command: string;
  readonly arguments: readonly string[];
}

/** What answers cases. */
export interface Engine<Case, Result> {
  ask(question: Case): Promise<Answer<Result>>;
  end(): void;
}

/** Several processes of one engine; a question goes to the one that has the fewest to answer. */
export class EnginePool<Case, Result> implements Engine<Case, Result> {
  private readonly processes: readonly EngineProcess<Case, Result>[];

  constructor(command: EngineCommand, size: number) {
    this.processes = Array.from({ length: size }, () => new EngineProcess<Case, Result>(command));
  }

  ask(question: Case): Promise<Answer<Result>> {
    const [free] = [...this.processes].sort((left, right) => left.pending - right.pending);
    if (free === undefined) throw new Error("the pool is empty");
    return free.ask(question);
  }

  end(): void {
    for (const process of this.processes) process.end();
  }
}

/** An engine in a process of its own, which is started once and asked case after case. */
class EngineProcess<Case, Result> implements Engine<Case, Result> {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly waiting: {
    readonly resolve: (line: string) => void;
    readonly reject: (problem: Error) => void;
  }[] = [];
  private problem = "";

  constructor({ command, arguments: given }: EngineCommand) {
    this.child = spawn(command, given, { stdio: "pipe" });
    this.child.stderr.on(
      "data",
      (data: Buffer) => (this.problem = `${this.problem}${data.toString()}`.slice(-2000)),
    );
    createInterface({ input: this.child.stdout }).on("line", (line) => this.waiting.shift()?.resolve(line));
    this.child.on("exit", () => {
      for (const { reject } of this.waiting) reject(new Error(`${command} ended: ${this.problem}`));
    });
  }

  get pending(): number {
    return this.waiting.length;
  }

  async ask(question: Case): Promise<Answer<Result>> {
    const line = await new Promise<string>((resolve, reject) => {
      if (this.child.exitCode !== null) reject(new Error(`the engine has ended: ${this.problem}`));
      this.waiting.push({ resolve, reject });
      this.child.stdin.write(`${JSON.stringify(question)}\n`);
    });
    return JSON.parse(line) as Answer<Result>;
  }

  end(): void {
    this.child.stdin.end();
  }
}
