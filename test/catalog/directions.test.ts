import { expect, test } from "vitest";
import { parseSearch } from "../../grammar/parser.js";
import { loadTargets } from "../../src/content/load-targets.js";
import { lower } from "../../src/lower/lower.js";
import { dumpExpression } from "../../src/plan/dump-expression.js";
import { scansOf } from "../../src/plan/visitor.js";
import { bindScan } from "../../src/target/bind.js";

const { catalog, profiles } = await loadTargets();

/** The expression of a field of network traffic in a home of a target. */
function boundTo(target: string, home: string, field: string): string | undefined {
  const search = `| tstats count from datamodel=Network_Traffic.All_Traffic by All_Traffic.${field}`;
  const { pipeline } = parseSearch({ name: "test", text: search });
  const plan = pipeline && lower(pipeline, { catalog, lookups: new Map() }).plan;
  const profile = profiles.get(target);
  const [scan] = plan === undefined ? [] : scansOf(plan);
  if (plan === undefined || scan === undefined || profile === undefined) throw new Error(search);
  const settings = {
    homes: new Map([["cim.network_traffic", home]]),
    accept: new Set<string>(),
    comments: false,
  };
  const found = bindScan(scan, { profile, settings, report: () => undefined }, plan)?.field(field);
  return found?.kind === "bound" ? dumpExpression(found.expression) : undefined;
}

test.each([
  ["cortex", "xdr", "src_ip", "action_remote_ip", "action_local_ip"],
  ["cortex", "xdr", "src_port", "action_remote_port", "action_local_port"],
  ["cortex", "xdr", "dest_ip", "action_local_ip", "action_remote_ip"],
  ["cortex", "xdr", "dest_port", "action_local_port", "action_remote_port"],
  ["sentinel", "defender", "src_ip", "RemoteIP", "LocalIP"],
  ["sentinel", "defender", "dest_ip", "LocalIP", "RemoteIP"],
  ["sentinel", "defender", "dest_port", "LocalPort", "RemotePort"],
])(
  "in %s's %s `%s` is %s of an incoming connection and %s of others",
  (target, home, field, incoming, other) => {
    const [asked, result] = (boundTo(target, home, field) ?? "").split("->");
    expect(asked).toMatch(/action_network_is_server\) = "true"|ActionType\) = "InboundConnectionAccepted"/);
    expect(result?.match(/\w+(?=\))/gu)).toEqual([incoming, other]);
  },
);

test("in cortex's xdr each connection has a direction, by the same column as its addresses", () => {
  const [asked, ...results] = (boundTo("cortex", "xdr", "direction") ?? "").split(/->|; else/u);
  expect(asked).toContain('action_network_is_server) = "true"');
  expect(results.map((result) => result.match(/\w+bound/u)?.[0])).toEqual(["inbound", "outbound"]);
});
