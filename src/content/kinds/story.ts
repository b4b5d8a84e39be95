import type { YamlDocument } from "../../yaml/yaml-node.js";
import type { Story } from "../model.js";

export interface AuthoredStory {
  readonly name: string;
  readonly id: string;
  readonly version?: number;
  readonly date?: string;
  readonly author?: string;
  readonly description?: string;
  readonly narrative?: string;
  readonly references?: readonly string[];
  readonly tags?: {
    readonly category?: readonly string[];
    readonly product?: readonly string[];
    readonly usecase?: string;
  };
}

export function toStory({ file }: YamlDocument, authored: AuthoredStory): Story {
  return {
    name: authored.name,
    id: authored.id,
    version: authored.version ?? 0,
    date: authored.date ?? "",
    author: authored.author ?? "",
    description: authored.description ?? "",
    narrative: authored.narrative ?? "",
    references: authored.references ?? [],
    categories: authored.tags?.category ?? [],
    products: authored.tags?.product ?? [],
    useCase: authored.tags?.usecase ?? "",
    file,
  };
}
