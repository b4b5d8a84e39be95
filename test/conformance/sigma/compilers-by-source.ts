import type { Project } from "../../../src/cli/project.js";
import type { Compiler } from "../../../src/compile.js";
import { nameSource } from "../../../src/target/name-source.js";

/** Compilers that take a search which names no log source for one of a Sigma rule's. */
export class CompilersBySource {
  private readonly compilers = new Map<string, Compiler>();

  constructor(private readonly project: Project) {}

  /** The compiler for the log source of a rule, or why there is none. */
  for(logsource: Readonly<Record<string, string>>): Compiler | string {
    const name = ["category", "product", "service"]
      .flatMap((key) => (logsource[key] === undefined ? [] : [`${key}=${logsource[key]}`]))
      .join(",");
    const known = this.compilers.get(name);
    if (known !== undefined) return known;
    const { compiler, profiles } = this.project;
    const named = nameSource(name, compiler.catalog, profiles);
    if (named === undefined) return `no log source is named ${name}`;
    const made: Compiler = {
      ...compiler,
      catalog: named.catalog,
      defaultSource: named.source,
      ...(named.events === undefined ? {} : { defaultEvents: named.events }),
      targets: compiler.targets.map((target) => ({
        ...target,
        profile: named.profiles.get(target.profile.id) ?? target.profile,
      })),
    };
    this.compilers.set(name, made);
    return made;
  }
}
