import { byTactic, type AttackKnowledge, type NamedTechnique } from "../shared/attack.js";

const site = "https://attack.mitre.org";

interface Reference {
  readonly id: string;
  readonly name: string;
  readonly reference: string;
}

/** One tactic of a rule's `threat`, with its techniques. */
export interface Threat {
  readonly framework: "MITRE ATT&CK";
  readonly tactic: Reference;
  readonly technique: readonly (Reference & { readonly subtechnique: readonly Reference[] })[];
}

/** The techniques of a detection as `threat` has them: one entry a tactic, sub-techniques under their technique. */
export function threatOf(attack: AttackKnowledge, techniques: readonly string[]): readonly Threat[] {
  return byTactic(attack, techniques).tactics.map(({ id, name, techniques: named }) => ({
    framework: "MITRE ATT&CK",
    tactic: { id, name, reference: `${site}/tactics/${id}/` },
    technique: grouped(named),
  }));
}

function grouped(techniques: readonly NamedTechnique[]): Threat["technique"] {
  const parents = new Map(
    techniques.map(({ id, name, parent }) => [parent?.id ?? id, parent?.name ?? name] as const),
  );
  return [...parents].map(([id, name]) => ({
    ...referenceOf(id, name),
    subtechnique: techniques
      .filter(({ parent }) => parent?.id === id)
      .map((technique) => referenceOf(technique.id, technique.name)),
  }));
}

function referenceOf(id: string, name: string): Reference {
  return { id, name, reference: `${site}/techniques/${id.replace(".", "/")}/` };
}
