import { slugOf } from "../../detection/slug.js";

export interface NewDetection {
  readonly name: string;
  readonly id: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly author: string;
  readonly type: string;
  readonly category: string;
}

/** Where a new detection belongs. */
export function detectionPath({ name, category }: NewDetection): string {
  return `detections/${category}/${slugOf(name)}.yml`;
}

/** A detection that compiles and has a test, to start from. */
export function detectionFile({ name, id, date, author, type }: NewDetection): string {
  const risk = type === "TTP" || type === "Anomaly";
  return [
    `name: ${JSON.stringify(name)}`,
    `id: ${id}`,
    "version: 1",
    `date: "${date}"`,
    `author: ${JSON.stringify(author)}`,
    "status: production",
    `type: ${type}`,
    "description: >-",
    "  Detects certutil started with a switch that downloads a file.",
    "data_source:",
    "  - Sysmon EventID 1",
    "search: |-",
    '  `sysmon` EventCode=1 Image="*\\\\certutil.exe" CommandLine="*-urlcache*"',
    "  | stats count min(_time) AS firstTime max(_time) AS lastTime BY Computer, User, CommandLine",
    "  | rename Computer AS dest, User AS user, CommandLine AS process",
    `  | \`${slugOf(name)}_filter\``,
    "how_to_implement: >-",
    "  Let Sysmon record process starts and collect its channel.",
    "known_false_positives: >-",
    "  Administrators who fetch files with certutil.",
    "references:",
    "  - https://attack.mitre.org/techniques/T1105/",
    ...(risk
      ? [
          "rba:",
          "  message: >-",
          "    certutil downloaded a file on $dest$ for $user$.",
          "  risk_objects:",
          "    - field: dest",
          "      type: system",
          "      score: 40",
          "    - field: user",
          "      type: user",
          "      score: 40",
          "  threat_objects:",
          "    - field: process",
          "      type: process",
        ]
      : []),
    "tags:",
    "  analytic_story:",
    "    - Downloads With Built-in Tools",
    "  asset_type: Endpoint",
    "  mitre_attack_id:",
    "    - T1105",
    "  product:",
    "    - Splunk Enterprise",
    "    - Splunk Enterprise Security",
    "    - Splunk Cloud",
    "  security_domain: endpoint",
    "tests:",
    "  - name: A download is found",
    "    events:",
    "      - source: XmlWinEventLog:Microsoft-Windows-Sysmon/Operational",
    "        sourcetype: XmlWinEventLog",
    "        _time: 1700000000",
    "        EventCode: 1",
    "        Computer: ws01.example.test",
    "        User: 'EXAMPLE\\jane'",
    "        Image: 'C:\\Windows\\System32\\certutil.exe'",
    "        CommandLine: certutil.exe -urlcache -f https://198.51.100.7/a.txt a.txt",
    "    expect:",
    "      rows: 1",
    "",
  ].join("\n");
}
