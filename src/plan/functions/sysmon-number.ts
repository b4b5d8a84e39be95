/**
 * How Sysmon writes a number in the registry, with what Splunk's add-on shows of it as the group: `DWORD (0x00000001)`, and
 * a QWORD in two halves, `QWORD (0x01d776fd-0xd724b8c5)`.
 */
export const sysmonNumber = String.raw`^[DQ]WORD \((0x[0-9a-fA-F]+(?:-0x[0-9a-fA-F]+)?)\)$`;
