/** Leaves the reading of one command after its error was reported; never leaves the parser. */
export class Refused extends Error {
  constructor() {
    super("the command was refused");
  }
}
