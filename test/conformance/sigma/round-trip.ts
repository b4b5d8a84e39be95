import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "../../../src/cli/project.js";
import { translateSearch } from "../../../src/cli/translate.js";
import type { Event } from "../../../src/evaluate/value.js";
import type { Json } from "../../../src/evaluate/structured/json.js";
import { witnesses } from "../../../src/witness/witnesses.js";
import { outOfXml } from "../carry/entities.js";
import { placer, sourceEvents, type PlacedEvent, type World } from "../execute/conform.js";
import { channelOf } from "./channel.js";
import { CompilersBySource } from "./compilers-by-source.js";
import type { SigmaFields } from "./recorded-events.js";
import { compared, judgedAlike, matchesOf, type Judged, type Outcome, type SigmaEngine } from "./verdicts.js";

/** A rule as another compiler wrote it for Splunk. */
export interface PeerSearch {
  /** The file of the rule below the folder of rules. */
  readonly path: string;
  readonly logsource: Readonly<Record<string, string>>;
  readonly spl: string;
}

const check = "rule -> SPL by a peer -> rule";

/** Reads lines of JSON, each a search; each search of a rule once. */
export function peerSearches(file: string): readonly PeerSearch[] {
  const searches = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as PeerSearch);
  return [...new Map(searches.map((search) => [`${search.path} ${search.spl}`, search])).values()];
}

/**
 * Translates the search that another compiler made of a rule back into a rule, for the rule's own log source, and runs
 * both over recorded events and events made for the search: they have to match the same ones. Where they do not, and the
 * search itself finds exactly those events that the result matches, the other compiler's search is not the rule.
 */
export class RoundTrip {
  private readonly compilers: CompilersBySource;

  constructor(
    project: Project,
    private readonly rules: string,
    private readonly recorded: readonly SigmaFields[],
    private readonly engine: SigmaEngine,
    private readonly world: Omit<World, "catalog">,
  ) {
    this.compilers = new CompilersBySource(project);
  }

  async judge({ path, logsource, spl }: PeerSearch): Promise<Judged> {
    const outcome = await this.outcomeOf(path, logsource, spl);
    return { name: path, check, outcome };
  }

  private async outcomeOf(path: string, logsource: PeerSearch["logsource"], spl: string): Promise<Outcome> {
    const compiler = this.compilers.for(logsource);
    if (typeof compiler === "string") return { kind: "refused", reasons: [compiler] };
    const { outcome, detection } = translateSearch({ name: path, text: spl }, compiler);
    const [configured] = compiler.targets;
    const result = configured && outcome.targets.get(configured.target.id);
    const { plan } = outcome.understood;
    if (result?.status !== "compiled" || configured === undefined || plan === undefined)
      return {
        kind: "refused",
        reasons: (result?.diagnostics ?? [])
          .filter(({ severity }) => severity === "error")
          .map(({ code, message }) => `${code} ${message}`),
      };
    const made = witnesses(plan, { ...this.world, catalog: compiler.catalog });
    const [language] = configured.target.languages;
    if (language === undefined) throw new Error("the target has no language");
    const subject = { detection, plan, target: configured, language, query: result.query, text: "" };
    const world: World = { ...this.world, catalog: compiler.catalog };
    const { place } = placer(subject, world, false);
    const taken = namesTaken(spl);
    const placed = new Map(
      made
        .flatMap(place)
        .map(
          (event) =>
            [
              { ...channelOf(event.scan, compiler.catalog), ...rowOf(event.carried[0]?.row, taken) },
              event,
            ] as const,
        ),
    );
    // The search asks for the characters of a text, where a log that is XML for Splunk has entities.
    const search = ([fields, event]: readonly [SigmaFields, PlacedEvent]) =>
      [event, { ...event, event: asText(event.event) }].some(
        (each) => sourceEvents(subject, [each], world).length > 0,
      )
        ? [fields]
        : [];
    return this.compare(
      path,
      result.artifacts[0]?.text ?? "",
      [...this.recorded, ...placed.keys()],
      (events) =>
        events.flatMap((fields) => {
          const event = placed.get(fields);
          return event === undefined ? [] : search([fields, event]);
        }),
    );
  }

  /** `found`: the events that the search itself finds. */
  private async compare(
    path: string,
    result: string,
    events: readonly SigmaFields[],
    found: (events: readonly SigmaFields[]) => readonly SigmaFields[],
  ): Promise<Outcome> {
    const place = join(this.rules, path);
    if (!existsSync(place)) return { kind: "cannot", reason: "the rule is not in the folder" };
    const original = readFileSync(place, "utf8");
    const judged = judgedAlike(events, original, result);
    const before = await matchesOf(this.engine, original, judged);
    const after = await matchesOf(this.engine, result, judged);
    if (typeof before === "string") return { kind: "cannot", reason: `the original: ${before}` };
    if (typeof after === "string") return { kind: "cannot", reason: `the result: ${after}` };
    const outcome = compared(before, after, judged, ["the original", "the result"]);
    if (outcome.kind !== "different") return outcome;
    const search = new Set(found(judged));
    const isOurs = judged.some(
      (fields, id) => before.has(id) !== after.has(id) && search.has(fields) !== after.has(id),
    );
    if (isOurs) return outcome;
    const lost = await matchesOf(this.engine, original, judged, true);
    const proven = typeof lost !== "string" && judged.every((_, id) => lost.has(id) === after.has(id));
    return { ...outcome, kind: "peers", proven };
  }
}

/**
 * The names that a peer's search gives to what it takes out of a field. `rex` leaves a field of that name as it is where
 * it takes nothing, so that the search finds more than the rule does in a log that has one; none does.
 */
function namesTaken(spl: string): ReadonlySet<string> {
  return new Set([...spl.matchAll(/\(\?P?<(\w+)>/g)].flatMap(([, name]) => name ?? []));
}

function asText(event: Event): Event {
  return Object.fromEntries(
    Object.entries(event).map(([name, value]) => [name, typeof value === "string" ? outOfXml(value) : value]),
  );
}

function rowOf(
  row: ReadonlyMap<string, { readonly value: Json }> | undefined,
  without: ReadonlySet<string>,
): SigmaFields {
  const fields = [...(row ?? [])].filter(([name]) => !without.has(name));
  return Object.fromEntries(fields.map(([name, { value }]) => [name, value] as const));
}
