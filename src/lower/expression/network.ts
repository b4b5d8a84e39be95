const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\/(?:3[0-2]|[12]?\d)$/u;
const ipv6 = /^(?=[^/]*:[^/]*:)[0-9a-f:]{2,39}(?::(?:\d{1,3}\.){3}\d{1,3})?\/(?:12[0-8]|1[01]\d|\d?\d)$/iu;

/** Whether a text is an IPv4 or IPv6 network, `10.0.0.0/8` or `2001:db8::/32`. */
export function isNetwork(text: string): boolean {
  return ipv4.test(text) || ipv6.test(text);
}
