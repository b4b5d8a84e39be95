/**
 * Whether what a diagnostic names is a path below the content root. An option, an argument of a command, or a folder
 * given from elsewhere has no place in the files of a repository.
 */
export function isInRepository(name: string): boolean {
  return name !== "" && !/^(?:--|<|[/\\]|[A-Za-z]:[/\\]|\.\.(?:[/\\]|$))/.test(name);
}
