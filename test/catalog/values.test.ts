import { describe, expect, it } from "vitest";
import { targets } from "../../src/backends/index.js";
import { compileSearch, type SearchOptions } from "../support/compile-search.js";

const traffic = (test: string) =>
  `| tstats count from datamodel=Network_Traffic.All_Traffic where ${test} by All_Traffic.src_ip`;
const web = (test: string) => `| tstats count from datamodel=Web where ${test} by Web.src`;
const logins = (test: string) =>
  `| tstats count from datamodel=Authentication.Authentication where ${test} by Authentication.src`;
/** No declared log: the events of all that are in the data model. */
const ofAnyLog: SearchOptions = { detection: { dataSources: [] } };
const security = (test: string) => `source="XmlWinEventLog:Security" ${test}`;
const applocker =
  'source="XmlWinEventLog:Microsoft-Windows-AppLocker/EXE and DLL" | spath input=UserData_Xml | search PolicyName=EXE';
const system = (test: string) => `source="XmlWinEventLog:System" ${test}`;
const defender = (test: string) =>
  `source="XmlWinEventLog:Microsoft-Windows-Windows Defender/Operational" ${test}`;
const printService = (test: string) =>
  `source="XmlWinEventLog:Microsoft-Windows-PrintService/Operational" ${test}`;
const sysmon = 'source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational"';
const changes = (test: string) => `| tstats count from datamodel=Change where ${test} by All_Changes.src`;
const cloudtrail = { detection: { dataSources: ["AWS CloudTrail"] } } as const;
const dhcp = (test: string) =>
  `| tstats count from datamodel=Network_Sessions where ${test} by All_Sessions.dest_ip`;
const auditd = (test: string) => `sourcetype=auditd ${test}`;
const sysmonConnections = { detection: { dataSources: ["Sysmon EventID 3"] } } as const;

/** What Splunk has, and the value of the column that means it. */
const spelled: readonly (readonly [
  target: string,
  search: string,
  reads: readonly (string | RegExp)[],
  options?: SearchOptions,
])[] = [
  ["elastic", security('EventCode=4662 Keywords="Audit Failure"'), ['winlog.keywords : "Audit Failure"']],
  ["elastic", security("EventCode=4662 status=failure"), ['winlog.keywords : "Audit Failure"']],
  ["elastic", security("EventCode=4769 action=failure"), ['event_data.Status : "0x0"']],
  ["sentinel", security('EventCode=4662 Keywords="Audit Failure"'), ['Keywords =~ "0x8010000000000000"']],
  ["sigma", security("EventCode=4662 status=success"), ["Keywords: '0x8020000000000000'"]],
  ["cortex", security("EventCode=4662 status=failure"), ['event_result = "failure"']],
  ["sentinel", security("EventCode=4740 action=modified"), ["EventID == 4740"]],
  ["sentinel", applocker, ['extract(@"<PolicyName>([^<]+)</", 1, EventData)']],
  ["cortex", applocker, ["user_data -> PolicyName"]],
  ["elastic", applocker, ["winlog.user_data.PolicyName"]],
  ["sentinel", security("EventCode=4624 src=192.0.2.7"), ['IpAddress =~ "192.0.2.7"']],
  ["sentinel", security("EventCode=4625 src=PC7"), ['WorkstationName =~ "PC7"']],
  ["sentinel", security("EventCode=4728 user=jane"), [/extract\(@"\^\(\?:CN\|cn\)=.*MemberName/u]],
  ["sentinel", security("EventCode=4698 user=jane"), ["SubjectUserName"]],
  ["sentinel", security("EventCode=4648 dest=dc1"), [/TargetServerName.*Computer/u]],
  [
    "sentinel",
    security('EventCode=4624 LogonGuid="{00000000-0000-0000-0000-000000000000}"'),
    ['replace_regex(LogonGuid, @"^([0-9A-Fa-f\\-]{36})", @"{\\1}")'],
  ],
  ["sentinel", security("EventCode=4624 host=pc7"), ['extract(@"^([^.]+)", 1, Computer)']],
  ["sentinel", processes("host=pc7"), ['extract(@"^([^.]+)", 1, DeviceName)']],
  ["sentinel", processes("host=pc7"), ['extract(@"^([^.]+)", 1, Computer)'], processesOf("sysmon")],
  ["sentinel", processes("host=pc7"), ['extract(@"^([^.]+)", 1, Computer)'], processesOf("securityevent")],
  ["sentinel", "sourcetype=ms:iis:auto host=web1", ['extract(@"^([^.]+)", 1, Computer)']],
  ["cortex", processes("host=pc7"), ['regextract(host_name, "^([^.]+)")'], processesOf("security")],
  ["elastic", processes("host=pc7"), ["host.name"], processesOf("sysmon")],
  ["cortex", security("EventCode=4624 Computer=pc7.example.org"), ["coalesce(computer_name, host_name)"]],
  ["sentinel", system('EventCode=7040 EventData_Xml="*disabled*"'), ["<EventData[^>]*>(.*)</EventData>"]],
  ["sentinel", system("EventCode=7040 ServiceName=bits"), ['Name=""param1""']],
  ["sentinel", system("EventCode=7036 status=stopped"), [/param2.*"stopped"/u]],
  ["sigma", logins("Authentication.action=failure"), ["Status: '0x0'"], logOf("Security 4776")],
  ["elastic", auditd("type=SERVICE_STOP"), [/record_type : "SERVICE_STOP"/u]],
  ["elastic", `${sysmon} EventCode=7 IMPHASH=194F3797B52231028C718B6D776C6853`, ["file.pe.imphash :"]],
  // What the pipelines take out of the data of an event, they put into other fields, and a dash nowhere.
  ["elastic", security("EventCode=4768 IpAddress=192.0.2.7"), [/COALESCE\(TO_STRING\(source\.ip\), winlog/u]],
  ["elastic", security("EventCode=4625 WorkstationName=PC7"), ['source.domain : "PC7"']],
  ["elastic", security("EventCode=4625 ProcessName=*x.exe"), ["process.executable :"]],
  ["elastic", security("EventCode=4663 ProcessName=*x.exe"), ["winlog.event_data.ProcessName :"]],
  ["elastic", security("EventCode=4688 NewProcessName=*x.exe"), ["process.executable :"]],
  ["elastic", `${sysmon} EventCode=1 User=*\\\\jane`, [/user\.name/u]],
  ["elastic", `${sysmon} EventCode=7 Image=*x.exe | stats count by Company`, [/x\.exe"(?!\n +and)/u]],
  ["elastic", `${sysmon} EventCode=22 QueryName=x | stats count by QueryResults`, ['";"), "-")']],
  ["elastic", `${sysmon} EventCode=10 SourceImage=*x.exe`, ["process.executable :"]],
  ["elastic", `${sysmon} SourceImage=*x.exe`, [/event\.code : \("8", "10"\)|event\.code : "8"/u]],
  ["elastic", `${sysmon} EventCode=1 | where SHA256="AB"`, [/TO_UPPER|: "AB"|"ab"/u]],
  ["elastic", defender("EventCode=5007 New_Value=*x*"), ["winlog.event_data.New_Value :"]],
  ["elastic", defender("EventCode=1121 Parent_Commandline=*x*"), ["process.parent.command_line :"]],
  [
    "elastic",
    auditd("type=SYSCALL exe=*curl"),
    [/event\.action : "SYSCALL"\)\n {2}and process\.executable/u],
  ],
  ["elastic", auditd("exe=*curl"), ['not auditd.log.record_type : "EXECVE"']],
  ["elastic", auditd("type=USER_CMD uid=0"), ["auditd.log.uid"]],
  ["elastic", "sourcetype=sysmon:linux ProviderName=x", ["event.provider"]],
  ["sigma", printService("EventCode=316"), ["Microsoft-Windows-PrintService/Operational"]],
  [
    "sigma",
    'source="XmlWinEventLog:PowerShellCore/Operational" EventCode=4104',
    ["PowerShellCore/Operational"],
  ],
  ["elastic", "sourcetype=pan:threat dvc=PA-220", ["observer.hostname"]],
  ["elastic", traffic("All_Traffic.app=web-browsing"), ["network.application"]],
  [
    "elastic",
    changes("All_Changes.result=DeleteUser All_Changes.command=DeleteUser"),
    [/event.action : "DeleteUser"/u],
    cloudtrail,
  ],
  [
    "sigma",
    changes("All_Changes.result=DeleteUser All_Changes.command=DeleteUser"),
    ["eventName: 'DeleteUser'"],
    cloudtrail,
  ],
  ["sentinel", "sourcetype=aws:securityhub:finding description=*x*", ["AwsSecurityFindingDescription"]],
  [
    "sentinel",
    "sourcetype=cisco:ios mnemonic=IP_THEFT src_mac=00:00:5e:00:53:23",
    [/replace_regex\(.*SyslogMessage.*@"\\1:\\2:\\3:\\4:\\5:\\6"/u],
  ],
  ["sentinel", "sourcetype=cisco:ios mnemonic=LOGIN_FAILED src_ip=192.0.2.7", ["\\[Source: "]],
  ["sentinel", "sourcetype=cisco:ios facility=SISF", ["isempty(extract", "FWSM"]],
  [
    "sentinel",
    "sourcetype=cisco:ios mnemonic=PSECURE_VIOLATION src_int_prefix_long=GigabitEthernet",
    [" on port ", "err-disable state on "],
  ],
  [
    "cortex",
    "sourcetype=cisco:ios mnemonic=ERR_RECOVER disable_cause=bpduguard",
    ["ERR_(?:DISABLE|RECOVER)"],
  ],
  ["sentinel", "sourcetype=pan:threat category=malware", ["DeviceCustomString2", "PanOSThreatCategory"]],
  ["sentinel", "sourcetype=pan:threat signature=*Trojan*", ["DeviceEventCategory", "DeviceEventClassID"]],
  [
    "sentinel",
    "sourcetype=pan:globalprotect src_ip=203.0.113.5",
    ["PanOSPublicIPv4", 'DeviceEventClassID == "GLOBALPROTECT"'],
  ],
  ["sentinel", "sourcetype=zscalernss-web threatclass=Virus", ["malwareclass"]],
  ["sentinel", "sourcetype=zscalernss-web urlcategory=Gambling", ["DeviceEventCategory", "cat="]],
  [
    "sentinel",
    "sourcetype=stream:http bytes_in>100",
    ["SplunkStreamHttp_CL", "parse_json(RawData).bytes_in"],
  ],
  ["sentinel", "sourcetype=stream:http http_method=POST", ["_Im_WebSession"]],
  ["sentinel", "sourcetype=stream:http status!=200", ["_Im_WebSession", "[0-9]+"]],
  ["sentinel", "sourcetype=stream:http http_content_type=text/html", ["SplunkStreamHttp_CL"]],
  ["sentinel", "sourcetype=stream:tcp dest_port=445", ['NetworkProtocol == "TCP"']],
  ["elastic", "sourcetype=pan:threat action=blocked", ["panw.panos.action", '"reset-both"']],
  [
    "elastic",
    "sourcetype=pan:threat category=malware",
    ["panw.panos.url.category", "panw.panos.threat_category"],
  ],
  ["elastic", "sourcetype=pan:globalprotect portal=gp", ["panw.panos.portal"]],
  ["elastic", "sourcetype=zscalernss-web action=blocked", ['event.action : "blocked"']],
  ["elastic", "sourcetype=stream:http bytes_in>100", ["logs-splunk_stream.http-*", "json.bytes_in > 100"]],
  ["elastic", "sourcetype=stream:http http_method=POST", [/network\.protocol/u, "http.request.method"]],
  ["elastic", "sourcetype=stream:tcp dest_port=445", ['event.type == "end"', 'network.transport == "tcp"']],
  ["elastic", "sourcetype=suricata src_ip=10.0.0.1", ["source.address"]],
  ["elastic", "sourcetype=suricata alert.signature=*x*", ["suricata.eve.alert.signature"]],
  ["elastic", "sourcetype=suricata dns.rrname=example.org", ["dns.question.name", "suricata.eve.dns.rrname"]],
  ["elastic", "sourcetype=cisco:ios facility=SPANTREE", ["REPLACE(cisco.ios.facility"]],
  ["elastic", "sourcetype=access_combined user=bob", ["user.name", '"bob"']],
  ["cortex", "sourcetype=stream:tcp dest=10.0.0.1", [/action_network_protocol.*TCP/u, "action_remote_ip"]],
  ["cortex", "sourcetype=zscalernss-web dest=example.com", ["dhost"]],
  [
    "cortex",
    "sourcetype=bro:ssl:json dest_ip=10.0.0.1 id.orig_p=443",
    ['id_resp_h = "10.0.0.1"', "id_orig_p"],
  ],
  [
    "elastic",
    "| tstats count from datamodel=Email where All_Email.file_name=*.exe by All_Email.src_user",
    ["file.name"],
  ],
  ["elastic", dhcp("All_Sessions.dest_ip=10.0.0.1"), ["host.ip", "dhcpv4.assigned_ip", "zeek.dhcp"]],
  ["sentinel", "sourcetype=access_combined user=bob", ["RawData"]],
  ["cortex", "sourcetype=pan:threat http_method=POST log_subtype=url", ["uppercase(http_method)"]],
  ["cortex", "sourcetype=pan:threat action=dropped", ["drop-all-packets"]],
  ["sentinel", security("EventCode=4625 action=denied"), ["0xC0000234"]],
  ["sigma", security("EventCode=4625 action=failure"), ["0xC0000234"]],
  ["elastic", auditd("type=SYSCALL arch=c000003e"), ['host.architecture : "x86_64"']],
  ["elastic", "sourcetype=aws:cloudtrail tlsDetails.tlsVersion=TLSv1.2", ['tls.version : "1.2"']],
  ["elastic", "sourcetype=bro:ssl:json version=TLSv12", ['zeek.ssl.version : "TLSv12"']],
  ["elastic", traffic("All_Traffic.src=10.0.0.1"), [/source\.ip\W+10\.0\.0\.1/u]],
  ["elastic", traffic("All_Traffic.duration>60"), [/event\.duration\W+\/? ?1000000000|1000000000/u]],
  [
    "elastic",
    traffic("All_Traffic.action=allowed"),
    [/panw\.panos[\s\S]*event\.outcome : "success"/u, /event\.action : "flow-creation"/u],
  ],
  ["elastic", traffic("All_Traffic.process_id=4"), [/event\.dataset : "endpoint\.events\.network"/u]],
  ["elastic", web("Web.dest=10.0.0.1"), [/"network_traffic\.http"[\s\S]*destination\.ip/u]],
  ["elastic", web("Web.url=*/a/*"), [/"zeek\.http", CONCAT\(url\.domain, url\.original\)/u]],
  ["elastic", web("Web.uri_path=/a/*"), ["url.original"]],
  ["elastic", web("Web.url_domain=a.example"), [/"network_traffic\.http"[\s\S]*url\.domain/u]],
  ["cortex", web("Web.url_domain=a.example"), ["https?|ftp"]],
  ["elastic", web("Web.uri_path=/a/*"), ["url.original"], { homes: { "cim.web": "iis" } }],
  ["elastic", "sourcetype=access_combined uri_query=*id*", ["url.original"]],
  ["elastic", traffic("All_Traffic.protocol=icmp"), ["network.transport"]],
  [
    "sentinel",
    traffic("All_Traffic.action=blocked"),
    [/EventProduct =~ "PanOS"[\s\S]*DvcOriginalAction =~ "reset-both"/u],
  ],
  ["sentinel", traffic("All_Traffic.action=allowed"), [/EventProduct =~ "Sysmon", "allowed"/u]],
  [
    "elastic",
    'source=/var/log/nginx/access.log http_referer="-" | stats count by http_referer',
    ["?http.request.referrer == null"],
  ],
  ["sentinel", traffic("All_Traffic.app=*\\\\temp\\\\*"), ["SrcProcessName"]],
  ["sentinel", web("Web.status=unknown"), ['"NA"']],
  ["sentinel", web("Web.dest=10.0.0.1"), [/"IIS", Dst, .*coalesce\(DstIpAddr, DstFQDN/u]],
  ["sentinel", web("Web.http_user_agent=unknown"), ['HttpUserAgent == "-"']],
  [
    "sentinel",
    "| tstats count from datamodel=Network_Resolution where DNS.query=a.example by DNS.src",
    ["coalesce(SrcIpAddr, SrcHostname"],
  ],
  ["sentinel", traffic("All_Traffic.dest_mac=00:00:5e:00:53:23"), ["tolower(DstMacAddr)"]],
  ["sentinel", traffic("All_Traffic.action=blocked"), ['"Drop ICMP"']],
  [
    "sentinel",
    traffic('All_Traffic.app="*\\\\temp\\\\*"'),
    ["InitiatingProcessFolderPath"],
    sysmonConnections,
  ],
  ["elastic", traffic('All_Traffic.app="*\\\\temp\\\\*"'), ["process.executable"], sysmonConnections],
  ["cortex", traffic('All_Traffic.app="*\\\\temp\\\\*"'), ["actor_process_image_path"], sysmonConnections],
  [
    "cortex",
    "source=/var/log/nginx/access.log http_user_agent=curl*",
    [/\[0-9\]\{3\} \[0-9\]\+ .*curl/u, 'contains " HTTP/"'],
  ],
  ["cortex", web("Web.http_referrer=unknown"), ['"-"'], { homes: { "cim.web": "iis" } }],
  ["sentinel", logins("Authentication.user=jane"), [/extract\(.*TargetUsername/u], ofAnyLog],
  ["cortex", processes('Processes.user="SYSTEM"'), [/regextract\(action_process_username/u]],
  ["cortex", registry("Registry.registry_value_data=0x00000001"), ["action_registry_value_type = 4"]],
  ["sentinel", security("EventCode=4698 Command=*rundll32*"), ["<Command>", "TaskContent"]],
  ["cortex", security("EventCode=4702 Hidden=true"), ["<Hidden>", "TaskContentNew"]],
  [
    "elastic",
    logins("Authentication.signature=user.session.start"),
    ['event.dataset == "okta.system"', 'event.action : "user.session.start"'],
    { detection: { dataSources: ["Okta"] } },
  ],
];

describe("a value of Splunk is asked for as the column writes it", () => {
  it.each(spelled.map(([id, search, reads, options = {}]) => ({ id, search, reads, options })))(
    "$id: $search",
    async ({ id, search, reads, options }) => {
      const compiled = await compileSearch(targetOf(id), search, options);
      if (compiled.status === "refused") throw new Error(compiled.reasons.join());
      const text = [compiled.query.text, ...compiled.artifacts.map((artifact) => artifact.text)].join("\n");
      for (const part of reads)
        if (typeof part === "string") expect(text).toContain(part);
        else expect(text).toMatch(part);
    },
  );
});

/** Columns whose words are not those of Splunk, or not all known: a test of them would fire on other events or never. */
const other: readonly (readonly [target: string, search: string, options?: SearchOptions])[] = [
  ["elastic", logins("Authentication.signature=logged-in")],
  ["elastic", logins('Authentication.app="win:remote"')],
  ["elastic", traffic("All_Traffic.vendor_product=*Palo*")],
  [
    "elastic",
    "| tstats count from datamodel=Endpoint.Processes where Processes.os=*Windows* by Processes.dest",
  ],
  ["elastic", registry("Registry.registry_hive=HKEY_LOCAL_MACHINE*")],
  ["elastic", "| tstats count from datamodel=Network_Resolution where DNS.reply_code_id=3 by DNS.src"],
  [
    "elastic",
    "| tstats count from datamodel=Certificates where All_Certificates.SSL.ssl_version=TLSv1 by All_Certificates.SSL.ssl_issuer",
  ],
  ["elastic", auditd("type=USER_AUTH res=failed")],
  ["elastic", system("EventCode=7045 ProcessID=4")],
  ["elastic", system('EventCode=7045 ActivityID="{00000000-0000-0000-0000-000000000001}"')],
  ["elastic", traffic("All_Traffic.dest_mac=00:00:5e:00:53:23")],
  [
    "sentinel",
    "| tstats count from datamodel=Intrusion_Detection where IDS_Attacks.signature=THREAT by IDS_Attacks.src",
  ],
  ["sigma", "| tstats count from datamodel=Web where Web.dest=web1 by Web.src"],
  ["sigma", traffic("All_Traffic.action=blocked")],
  ["sigma", "source=/var/log/nginx/access.log url=*/a/*"],
  ["cortex", "source=/var/log/nginx/access.log url=*/a/*"],
  ["cortex", traffic('All_Traffic.vendor_product="Cortex XDR agent"')],
  [
    "sentinel",
    "| tstats count from datamodel=Email where All_Email.vendor_product=*Office* by All_Email.src_user",
  ],
  ["cortex", "| tstats count from datamodel=Network_Resolution where DNS.record_type=TXT by DNS.src"],
  ["elastic", 'sourcetype=bro:x509:json certificate.subject="CN=x"'],
  [
    "elastic",
    "| tstats count from datamodel=Endpoint.Processes where Processes.process_id=4 by Processes.dest",
    { homes: { "cim.endpoint.processes": "security" } },
  ],
  ["sentinel", "| tstats count from datamodel=Network_Resolution where DNS.answer=10.0.0.1 by DNS.src"],
  ["sentinel", logins('Authentication.app="win:remote"'), ofAnyLog],
  ["sentinel", logins("Authentication.dest=x"), ofAnyLog],
  [
    "sentinel",
    "| tstats count from datamodel=Change where All_Changes.object_category=user by All_Changes.user",
    ofAnyLog,
  ],
  [
    "sentinel",
    "| tstats count from datamodel=Change where All_Changes.result=lockout by All_Changes.user",
    ofAnyLog,
  ],
  [
    "sentinel",
    "| tstats count from datamodel=Intrusion_Detection where IDS_Attacks.severity=critical by IDS_Attacks.src",
  ],
  ["sentinel", "| tstats count from datamodel=Alerts where Alerts.type=alert by Alerts.dest"],
  ["cortex", traffic("All_Traffic.app=smb")],
  ["cortex", logins('Authentication.app="win:remote"'), ofAnyLog],
  ["cortex", registry("Registry.registry_value_type=REG_SZ")],
  ["sentinel", "sourcetype=pan:traffic bytes_out>5"],
  ["sigma", security("EventCode=4625 host=web1")],
  ["elastic", "sourcetype=pan:traffic user=bob"],
  ["sentinel", "sourcetype=pan:traffic user=bob"],
  ["cortex", "sourcetype=pan:traffic user=bob"],
  ["elastic", "sourcetype=pan:threat host=PA-220"],
  ["sentinel", "sourcetype=pan:globalprotect user=bob"],
  ["cortex", "sourcetype=pan:globalprotect user=bob"],
  ["elastic", "sourcetype=pan:globalprotect src_ip=203.0.113.5"],
  ["sentinel", "sourcetype=cisco:asa direction=inbound"],
  ["elastic", "sourcetype=cisco:asa user=bob"],
  ["sentinel", "sourcetype=cisco:asa transport=tcp"],
  ["sentinel", "sourcetype=pan:traffic bytes>5"],
  ["elastic", "sourcetype=fgt_log dest=192.0.2.7"],
  ["elastic", "sourcetype=zscalernss-web url=*.example.com/*"],
  ["sentinel", "sourcetype=zscalernss-web useragent=*curl*"],
  ["sentinel", "sourcetype=zscalernss-web ClientIP=10.0.0.1"],
  ["sentinel", "sourcetype=pan:threat url=*.example.com/*"],
  ["cortex", "sourcetype=zscalernss-web department=Sales"],
  ["elastic", "sourcetype=bro:ssl:json subject=*example*"],
  ["cortex", "sourcetype=stream:tcp bytes_in>100"],
  ["cortex", "sourcetype=pan:threat severity=critical"],
  ["elastic", "sourcetype=stream:dns message_type=QUERY"],
  ["elastic", traffic("All_Traffic.user=bob")],
  ["elastic", web("Web.user=bob")],
  [
    "elastic",
    "| tstats count from datamodel=Certificates where All_Certificates.SSL.ssl_issuer=*example* by All_Certificates.SSL.src",
  ],
  ["sentinel", traffic("All_Traffic.user=bob")],
  ["cortex", web("Web.user=bob"), { homes: { "cim.web": "ngfw" } }],
  ["cortex", web("Web.http_user_agent=curl*"), { homes: { "cim.web": "zscaler" } }],
  ["elastic", web("Web.user=bob"), { homes: { "cim.web": "iis" } }],
  ["elastic", "sourcetype=ms:iis:auto cs_username=bob"],
  ["sentinel", web("Web.action=blocked")],
  ["elastic", "source=/var/log/nginx/access.log dest=web1"],
  [
    "sentinel",
    "| tstats count from datamodel=Email where All_Email.action=quarantined by All_Email.src_user",
  ],
  ["cortex", "sourcetype=pan:threat category=malware"],
  // The device, which each product of the table names in its own way, or not at all.
  ["elastic", traffic("host=fw1")],
  ["elastic", "| tstats count from datamodel=Web where host=web1 by Web.src"],
  ["sentinel", traffic("host=fw1")],
  ["sentinel", "| tstats count from datamodel=Web where host=web1 by Web.src"],
  ["sentinel", "| tstats count from datamodel=Network_Resolution where host=dns1 by DNS.src"],
  ["sentinel", "sourcetype=stream:dns host=tap1", { homes: { "stream.dns": "asim" } }],
  ["sentinel", traffic('All_Traffic.vendor_product="Palo Alto Networks Firewall"')],
  ["sentinel", "sourcetype=fgt_log url=*.example.com/*"],
  ["cortex", "sourcetype=cisco:ios mnemonic=IP_THEFT src_mac=00:00:5e:00:53:23"],
  ["sentinel", system("EventCode=7045 Level=4")],
  ["sentinel", security("EventCode=4624 Level=0")],
  ["sentinel", system('EventCode=7045 UserID="S-1-5-18"')],
  ["sentinel", system('EventCode=7045 Name="Service Control Manager"')],
  ["cortex", system("EventCode=7045 ProcessID=4 ThreadID=8")],
];

/** The homes that a search is not moved out of. */
const parsers = { "cim.network_traffic": "asim", "cim.web": "asim" };

it.each(
  other.map(([id, search, options = id === "sentinel" ? { homes: parsers } : {}]) => ({
    id,
    search,
    options,
  })),
)("$id does not compare what it spells another way: $search", async ({ id, search, options }) => {
  expect(await compileSearch(targetOf(id), search, options)).toMatchObject({
    status: "refused",
    reasons: expect.arrayContaining([expect.stringMatching(/^catalog\/other-spelling/u)]) as unknown,
  });
});

/** A field that events of a kind do not have: a rule over it would never fire. */
it.each([
  [security("EventCode=4727 user=jane"), "windows.security"],
  [security("EventCode=4728 action=success"), "windows.security"],
  [security("EventCode=4672 src=CONTOSO"), "windows.security"],
  [security('EventCode=4624 EventData_Xml="*jane*"'), "windows.security"],
  [security('EventCode=4624 ImpersonationLevel="%%1833"'), "windows.security"],
  [system("EventCode=7045 user=LocalSystem"), "windows.system"],
  [system("EventCode=7045 Guid=555908d1-a6d7-4695-8e1e-26931d2012f4"), "windows.system"],
])("sentinel does not ask for what the events do not have: %s", async (search, source) => {
  expect(await compileSearch(targetOf("sentinel"), search)).toMatchObject({
    status: "refused",
    reasons: expect.arrayContaining([
      expect.stringMatching(new RegExp(`^catalog/unmapped-field.*\\b${source}\\b`, "u")),
    ]) as unknown,
  });
});

/** The add-on for Cisco ASA does not turn the sides of a connection that goes out. */
it.each([
  ["elastic", "sourcetype=cisco:asa src=192.0.2.7"],
  ["sentinel", "sourcetype=cisco:asa | stats count by dest_port | where count>5"],
])("%s has no sides of a connection of Cisco ASA: %s", async (id, search) => {
  expect(await compileSearch(targetOf(id), search)).toMatchObject({
    status: "refused",
    reasons: expect.arrayContaining([
      expect.stringMatching(/^catalog\/unmapped-field.*\bcisco\.asa\b/u),
    ]) as unknown,
  });
});

/** What the add-on finds in each kind of message at another place, and the target's column in messages of some kinds. */
it.each([
  ["sentinel", "sourcetype=cisco:ios src_ip=192.0.2.7"],
  ["sentinel", "sourcetype=cisco:ios mnemonic=IPACCESSLOGP src_ip=192.0.2.7"],
  ["cortex", "sourcetype=cisco:ios mnemonic=UPDOWN src_int_prefix_long=GigabitEthernet"],
  ["elastic", "sourcetype=cisco:ios mnemonic=SSH2_SESSION src_ip=192.0.2.7"],
  ["elastic", "sourcetype=cisco:ios mnemonic=IP_THEFT src_mac=00:00:5e:00:53:23"],
])("%s does not read a message of Cisco IOS another way than the add-on: %s", async (id, search) => {
  expect(await compileSearch(targetOf(id), search)).toMatchObject({
    status: "refused",
    reasons: expect.arrayContaining([
      expect.stringMatching(/^catalog\/unmapped-field.*\bcisco\.ios\b/u),
    ]) as unknown,
  });
});

/** Elasticsearch keeps no `keyword` of more than `ignore_above` characters: a rule over it would never fire. */
it("a task's definition is not asked for where the index does not keep it", async () => {
  expect(
    await compileSearch(targetOf("elastic"), security("EventCode=4698 Command=*rundll32*")),
  ).toMatchObject({
    status: "refused",
    reasons: [expect.stringContaining("longer than the index keeps")],
  });
});

it.each([
  [`${sysmon} EventCode=3 DestinationPortName=ssh`, "one name for the ports"],
  [
    'source="XmlWinEventLog:Microsoft-Windows-PowerShell/Operational" EventCode=4103 Payload=*x*',
    "takes the payload apart",
  ],
  ["sourcetype=sysmon:linux EventCode=1 user=root", "only users with a domain"],
])("what a pipeline of Elastic takes out and keeps nowhere is not asked for: %s", async (search, reason) => {
  expect(await compileSearch(targetOf("elastic"), search)).toMatchObject({
    status: "refused",
    reasons: [expect.stringContaining(reason)],
  });
});

function targetOf(id: string) {
  const found = targets.find((target) => target.id === id);
  if (found === undefined) throw new Error(`there is no target ${id}`);
  return found;
}

function processes(test: string): string {
  return `| tstats count from datamodel=Endpoint.Processes where ${test} by Processes.dest`;
}

function processesOf(home: string): SearchOptions {
  return { homes: { "cim.endpoint.processes": home } };
}

function registry(test: string): string {
  return `| tstats count from datamodel=Endpoint.Registry where ${test} by Registry.dest`;
}

function logOf(event: string): SearchOptions {
  return { detection: { dataSources: [`Windows Event Log ${event}`] } };
}
