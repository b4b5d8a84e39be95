import { contentDiagnostics } from "../diagnostics/codes/content.js";
import type { Diagnostic, DiagnosticExtras } from "../diagnostics/diagnostic.js";
import type { Span } from "../source/source-text.js";
import { slugOf } from "../detection/slug.js";
import type { ContentKind } from "./content-file.js";

/** What must not occur twice in a content repository. */
export interface Identity {
  readonly kind: ContentKind;
  readonly name: string;
  readonly nameSpan: Span;
  /** Macros share a name and differ in the number of arguments. */
  readonly arguments?: number;
  readonly id?: string;
  readonly idSpan: Span;
}

/**
 * Finds ids that occur twice anywhere, names that occur twice in one kind, and names of detections that give the same
 * files. Nothing that takes part in such a pair can be told from its twin, so all of it is listed in `ambiguous`.
 */
export function findDuplicates(identities: readonly Identity[]): {
  readonly ambiguous: ReadonlySet<Identity>;
  readonly diagnostics: readonly Diagnostic[];
} {
  const ambiguous = new Set<Identity>();
  const diagnostics: Diagnostic[] = [];
  const clash = (
    keyOf: (identity: Identity) => string | undefined,
    report: (identity: Identity, earlier: Identity) => Diagnostic,
  ): void => {
    const first = new Map<string, Identity>();
    for (const identity of identities) {
      const key = keyOf(identity);
      if (key === undefined || ambiguous.has(identity)) continue;
      const earlier = first.get(key);
      if (earlier === undefined) {
        first.set(key, identity);
        continue;
      }
      ambiguous.add(identity).add(earlier);
      diagnostics.push(report(identity, earlier));
    }
  };

  clash(
    ({ id }) => id?.toLowerCase(),
    ({ id = "", idSpan }, earlier) =>
      contentDiagnostics["duplicate-id"](idSpan, { id }, firstHere(earlier.idSpan)),
  );
  clash(
    ({ kind, name, arguments: count }) => `${kind}\0${name}\0${count ?? ""}`,
    ({ kind, name, nameSpan }, earlier) =>
      contentDiagnostics["duplicate-name"](
        nameSpan,
        { kind: kind.replace("-", " "), name },
        firstHere(earlier.nameSpan),
      ),
  );
  clash(
    ({ kind, name }) => (kind === "detection" ? slugOf(name) : undefined),
    ({ name, nameSpan }, earlier) =>
      contentDiagnostics["duplicate-slug"](
        nameSpan,
        { name, slug: slugOf(name) },
        firstHere(earlier.nameSpan),
      ),
  );
  return { ambiguous, diagnostics };
}

function firstHere(span: Span): DiagnosticExtras {
  return { related: [{ message: "the first one is here", span }] };
}
