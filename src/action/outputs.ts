/**
 * Values as the file of `GITHUB_OUTPUT` has them. Each value stands between lines of a delimiter that it does not
 * hold, so that no value can set another output.
 * https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#multiline-strings
 */
export function renderOutputs(outputs: Readonly<Record<string, string>>): string {
  return Object.entries(outputs)
    .map(([name, value]) => {
      let delimiter = "DETC";
      while (value.includes(delimiter)) delimiter += "_";
      return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
    })
    .join("");
}
