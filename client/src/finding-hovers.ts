import { type Diagnostic, languages, type Position, type TextDocument } from 'vscode';

/** The rule whose findings say all that the server's hover says of the name that they stand on. */
const SAYS_ALL = 'pgtable-in-module';

/** Whether VS Code shows a finding of ours in its hover there that says what the server's hover would say once more. */
export function isSaidByFinding({ uri }: TextDocument, position: Position): boolean {
  return languages.getDiagnostics(uri).some((each) => ruleOf(each) === SAYS_ALL && each.range.contains(position));
}

function ruleOf({ source, code }: Diagnostic): string | null {
  if (source !== 'opscope') return null;
  return `${typeof code === 'object' ? code.value : code}`;
}
