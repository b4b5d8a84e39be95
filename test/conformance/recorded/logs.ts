import { textOf, singlesOf, valueOf, type Event } from "../../../src/evaluate/value.js";

/** The event logs that are told apart in the figures, with the numbers of their events. */
const sysmon: readonly (readonly [log: string, numbers: readonly number[]])[] = [
  ["process", [1, 5]],
  ["file", [2, 11, 15, 23, 26, 29]],
  ["registry", [12, 13, 14]],
  ["network", [3, 22]],
  ["image load", [6, 7]],
];

/** The log that an event is of: a kind of Sysmon's events, or the name of the channel. */
export function logOf(event: Event): string {
  const channel = textIn(event, "Channel");
  const number = Number(textIn(event, "EventCode"));
  switch (channel.toLowerCase()) {
    case "microsoft-windows-sysmon/operational":
      return sysmon.find(([, numbers]) => numbers.includes(number))?.[0] ?? "Sysmon, others";
    case "microsoft-windows-powershell/operational":
    case "windows powershell":
      return "PowerShell";
    default:
      return channel;
  }
}

function textIn(event: Event, field: string): string {
  const value = event[field];
  const plain = typeof value === "object" && value !== null ? valueOf(value) : (value ?? null);
  return singlesOf(plain).map(textOf).join(",");
}
