import { textAt } from "../../detection/to-detection.js";
import type { YamlDocument } from "../../yaml/yaml-node.js";
import type { Macro } from "../model.js";

export interface AuthoredMacro {
  readonly name: string;
  readonly definition: string;
  readonly description?: string;
  readonly arguments?: readonly string[];
  readonly iseval?: boolean;
  readonly validation?: string;
  readonly errormsg?: string;
}

export function toMacro(document: YamlDocument, authored: AuthoredMacro): Macro {
  return {
    name: authored.name,
    arguments: authored.arguments ?? [],
    definition: textAt(document, ["definition"], authored.definition),
    description: authored.description ?? "",
    isEval: authored.iseval ?? false,
    ...(authored.validation === undefined ? {} : { validation: authored.validation }),
    ...(authored.errormsg === undefined ? {} : { errorMessage: authored.errormsg }),
  };
}
