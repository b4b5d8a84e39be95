import type { YamlDocument } from "../../yaml/yaml-node.js";
import type { DataSource } from "../model.js";

export interface AuthoredDataSource {
  readonly name: string;
  readonly id?: string;
  readonly source: string;
  readonly sourcetype: string;
  readonly separator?: string;
  readonly fields?: readonly string[];
  readonly example_log?: string;
}

export function toDataSource({ file }: YamlDocument, authored: AuthoredDataSource): DataSource {
  return {
    name: authored.name,
    id: authored.id ?? "",
    source: authored.source,
    sourcetype: authored.sourcetype,
    fields: authored.fields ?? [],
    ...(authored.separator === undefined ? {} : { separator: authored.separator }),
    ...(authored.example_log === undefined ? {} : { exampleLog: authored.example_log }),
    file,
  };
}
