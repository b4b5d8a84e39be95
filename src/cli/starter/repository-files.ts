/** The files of a new content repository beside its first detection and the schemas, by path. */
export function repositoryFiles(version: string): ReadonlyMap<string, string> {
  return new Map([
    ["detc.yml", configuration],
    ["macros/sysmon.yml", macro],
    ["stories/downloads_with_built_in_tools.yml", story],
    [".gitignore", "dist/\nrelease/\n.detc-cache/\ndetc.sarif\n"],
    [".pre-commit-config.yaml", preCommit],
    [".github/workflows/detections.yml", workflow(version)],
    [".vscode/settings.json", `${JSON.stringify(editorSettings, undefined, 2)}\n`],
    [
      ".vscode/extensions.json",
      `${JSON.stringify({ recommendations: ["redhat.vscode-yaml"] }, undefined, 2)}\n`,
    ],
    [".editorconfig", editorConfig],
  ]);
}

/** Schemas for the editor, and the files that each is for. */
export const editorSchemas = {
  detc: "detc.yml",
  detection: "detections/**/*.yml",
  macro: "macros/*.yml",
  lookup: "lookups/*.yml",
  "data-source": "data_sources/*.yml",
  story: "stories/*.yml",
  deployment: "deployments/*.yml",
  baseline: "baselines/*.yml",
  "catalog-sources": "catalog/sources/*.yml",
  "catalog-spellings": "catalog/*/spellings/*.yml",
  "catalog-homes": "catalog/*/fields/*.yml",
  "catalog-lookups": "catalog/*/lookups/*.yml",
} as const;

/** Where the editor finds a schema. */
export function schemaPath(kind: string): string {
  return `.vscode/detc/${kind}.schema.json`;
}

const configuration = `# How the detections of this repository are built. Every key is optional.
# targets: [splunk, sigma, sentinel, elastic, cortex]
out: dist
app:
  id: DA-ESS-content
  label: CONTENT
  title: Detection content
  version: 0.1.0
`;

const macro = `name: sysmon
definition: source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational"
description: Where this environment has the events of Sysmon.
`;

const story = `name: Downloads With Built-in Tools
id: 5f0c7b9e-6f0e-4b52-8a55-2c1d8d8f7a10
version: 1
date: "2025-01-01"
author: detc
description: Programs of the operating system that attackers download their tools with.
narrative: >-
  Programs that come with the operating system raise no suspicion by being there, and many of them can fetch files.
references:
  - https://attack.mitre.org/techniques/T1105/
status: production
tags:
  category:
    - Adversary Tactics
  product:
    - Splunk Enterprise
    - Splunk Enterprise Security
    - Splunk Cloud
  usecase: Advanced Threat Detection
`;

const preCommit = `# pre-commit install; detc has to be on the path.
repos:
  - repo: local
    hooks:
      - id: detc-fmt
        name: detc fmt
        entry: detc fmt --write
        language: system
        files: ^detections/.*\\.ya?ml$
        require_serial: true
      - id: detc-check
        name: detc check
        entry: detc check
        language: system
        files: ^(detections|macros|lookups|data_sources|stories|deployments|baselines)/.*\\.ya?ml$
        require_serial: true
`;

function workflow(version: string): string {
  return `name: detections
on:
  pull_request:
  push:
    branches: [main]
    tags: ["v*.*.*"]
permissions:
  contents: read
jobs:
  compile:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
          persist-credentials: false
      - id: detc
        uses: detc/detc@v${version}
        with:
          release: \${{ github.ref_type == 'tag' && github.ref_name || '' }}
      - if: steps.detc.outputs.archives != ''
        uses: actions/upload-artifact@v4
        with:
          name: release
          path: \${{ steps.detc.outputs.archives }}
`;
}

const editorSettings = {
  "yaml.schemas": Object.fromEntries(
    Object.entries(editorSchemas).map(([kind, files]) => [`./${schemaPath(kind)}`, files]),
  ),
  "yaml.format.enable": false,
};

const editorConfig = `root = true

[*]
charset = utf-8
end_of_line = lf
indent_style = space
indent_size = 2
insert_final_newline = true
`;
