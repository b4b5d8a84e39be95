import type { OpaqueCommand } from "../ast.js";
import type { CommandDefinition } from "../command.js";

type Reason = OpaqueCommand["reason"];

/** Commands that are refused by their name whatever their arguments are. */
const opaqueNames: Readonly<Record<Reason, string>> = {
  "side-effect": "copyresults createrss dbxoutput input run runshellscript script sendalert sendemail",
  "machine-learning": "apply deletemodel fit listmodels sample score summary",
  administrative: "collapse crawl dbxlookup dbxquery file ingestpreview makejson mrollup noop",
};

/** One definition for each command that stays text: the name decides the reason. */
export const opaqueCommands: readonly CommandDefinition<OpaqueCommand>[] = (
  ["side-effect", "machine-learning", "administrative"] as const
).flatMap((reason) =>
  opaqueNames[reason].split(/\s+/).map((name): CommandDefinition<OpaqueCommand> => ({
    names: [name],
    read: (body) => {
      const text = body.free();
      return { ...body.node("opaque"), name, reason, arguments: text };
    },
    print: printOpaque,
  })),
);

export function printOpaque({ name, arguments: { value } }: OpaqueCommand): string {
  return `${name} ${value}`.trimEnd();
}
