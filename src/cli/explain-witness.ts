import type { Change, Probe } from "../witness/probe.js";
import type { WitnessEvent } from "../witness/witness-event.js";

/** Events that fire, and the changes of one field that stop it, as lines to read. */
export function witnessText({ events, stops, keeps }: Probe): string {
  const several = events.length > 1;
  return [
    "",
    several ? `These ${String(events.length)} events fire it:` : "This event fires it:",
    ...events.flatMap((event, index) => [
      ...(several ? [`  event ${String(index + 1)}`] : []),
      ...Object.entries(event.fields).map(
        ([name, value]) => `${several ? "  " : ""}  ${name}=${shown(value)}`,
      ),
    ]),
    "",
    stops.length === 0 ? "No change of one field stops it." : "Each of these changes of one field stops it:",
    ...linesOf(stops, several),
    ...(keeps.length === 0 ? [] : ["", "It still fires with each of these:", ...linesOf(keeps, several)]),
    "",
  ].join("\n");
}

function linesOf(changes: readonly Change[], several: boolean): readonly string[] {
  return changes.map(({ at, field, how, value }) => {
    const event = several ? `event ${String(at + 1)}, ` : "";
    return `  ${event}${field} ${how}${value === undefined ? "" : `: ${shown(value)}`}`;
  });
}

/** The same as data. */
export function witnessRecord({ events, stops, keeps }: Probe): unknown {
  const change = ({ at, field, how, value }: Change) => ({ event: at, field, how, value });
  return {
    events: events.map(({ fields }: WitnessEvent) => fields),
    stops: stops.map(change),
    keeps: keeps.map(change),
  };
}

function shown(value: unknown): string {
  return JSON.stringify(value);
}
