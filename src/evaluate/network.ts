import ipaddr from "ipaddr.js";

/** Tests an address against a network in CIDR notation; `undefined` when the network cannot be read. */
export function networkTest(cidr: string): ((address: string) => boolean) | undefined {
  const network = parseNetwork(cidr.trim());
  if (network === undefined) return undefined;
  const [base, bits] = network;
  return (text) => {
    const address = parseAddress(text);
    return address !== undefined && address.kind() === base.kind() && address.match(base, bits);
  };
}

function parseNetwork(cidr: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | undefined {
  const slash = cidr.indexOf("/");
  const address = parseAddress(slash === -1 ? cidr : cidr.slice(0, slash));
  if (address === undefined) return undefined;
  const most = address.kind() === "ipv4" ? 32 : 128;
  const length = slash === -1 ? String(most) : cidr.slice(slash + 1);
  return /^\d{1,3}$/.test(length) && Number(length) <= most ? [address, Number(length)] : undefined;
}

/** An address in the usual notation: four decimal numbers, or IPv6. */
export function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return text.includes(":") && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : undefined;
}

/** `ipmask(mask, ip)`: the bits of an IPv4 address that the mask keeps. */
export function maskAddress(mask: string, text: string): string | null {
  if (!ipaddr.IPv4.isValidFourPartDecimal(mask) || !ipaddr.IPv4.isValidFourPartDecimal(text)) return null;
  const bits = ipaddr.IPv4.parse(mask).toByteArray();
  return ipaddr.IPv4.parse(text)
    .toByteArray()
    .map((byte, index) => byte & (bits[index] ?? 0))
    .join(".");
}

/** Orders two addresses of one family by their bytes; `undefined` when a text is no address. */
export function compareAddresses(left: string, right: string): number | undefined {
  const a = parseAddress(left)?.toByteArray();
  const b = parseAddress(right)?.toByteArray();
  if (a === undefined || b === undefined) return undefined;
  if (a.length !== b.length) return a.length - b.length;
  for (const [index, byte] of a.entries()) {
    const order = byte - (b[index] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}
