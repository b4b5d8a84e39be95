/** How parts of a rendered text are coloured; the caller decides, since only it knows where the text goes. */
export interface Paint {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly information: (text: string) => string;
  readonly place: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly strong: (text: string) => string;
}

const plain = (text: string): string => text;

export const noPaint: Paint = {
  error: plain,
  warning: plain,
  information: plain,
  place: plain,
  faint: plain,
  strong: plain,
};
