import { parseDiagnostics } from "../../src/diagnostics/codes/parse.js";
import type { OpaqueCommand } from "../ast.js";
import type { CommandDefinition } from "../command.js";

type Reason = OpaqueCommand["reason"];

/** Commands that are known by name only, with what stands in the way of understanding them. */
const opaqueNames: Readonly<Record<Reason, string>> = {
  "side-effect": `audit collect delete dump mcollect meventcollect outputcsv outputtext run runshellscript script
    scrub sendalert sendemail tscollect`,
  "machine-learning": `apply arules deletemodel fit kmeans listmodels sample score summary`,
  administrative: `crawl dbinspect dbxquery history input localop mcatalog metasearch mpreview msearch noop pivot
    redistribute require rest rtorder typeahead typelearner walklex`,
  "not-modelled": `abstract af analyzefields anomalies anomalousvalue associate autoregress bucketdir cofilter
    concurrency contingency correlate counttable ctable diff erex findkeywords findtypes folderize gauge geom
    geomfilter geostats highlight iconify kvform localize overlap relevancy reltime searchtxn setfields sichart
    sirare sistats sitimechart sitop timewrap trendline x11 xmlunescape`,
};

/** One definition for each command that stays text: the name decides the reason. */
export const opaqueCommands: readonly CommandDefinition<OpaqueCommand>[] = (
  ["side-effect", "machine-learning", "administrative", "not-modelled"] as const
).flatMap((reason) =>
  opaqueNames[reason].split(/\s+/).map((name): CommandDefinition<OpaqueCommand> => ({
    names: [name],
    read: (body) => {
      const text = body.free();
      const node = body.node("opaque");
      if (reason === "not-modelled")
        body.report(parseDiagnostics["command-not-modelled"](body.keyword, { name }));
      return { ...node, name, reason, arguments: text };
    },
    print: printOpaque,
  })),
);

export function printOpaque({ name, arguments: { value } }: OpaqueCommand): string {
  return `${name} ${value}`.trimEnd();
}
