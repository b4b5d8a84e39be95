import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PythonEnvironment } from "../python.js";

/** What an engine answers to a case: an error is what it cannot do, or what it found wrong. */
export type Answer<Result> = Result | { readonly error: string };

/** An engine in a process of its own, which is started once and asked case after case. */
export class EngineProcess<Case, Result> {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly waiting: {
    readonly resolve: (line: string) => void;
    readonly reject: (problem: Error) => void;
  }[] = [];
  private problem = "";

  constructor({ bin }: PythonEnvironment, script: string) {
    const folder = fileURLToPath(new URL("../engines", import.meta.url));
    this.child = spawn(join(bin, "python"), [join(folder, script)], { stdio: "pipe" });
    this.child.stderr.on(
      "data",
      (data: Buffer) => (this.problem = `${this.problem}${data.toString()}`.slice(-2000)),
    );
    createInterface({ input: this.child.stdout }).on("line", (line) => this.waiting.shift()?.resolve(line));
    this.child.on("exit", () => {
      for (const { reject } of this.waiting) reject(new Error(`${script} ended: ${this.problem}`));
    });
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
