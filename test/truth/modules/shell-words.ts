/** The words of the first command of a POSIX shell line, quotes resolved; no expansion takes place. */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  let word = '';
  let open = false;
  for (const [token] of line.matchAll(/'[^']*'|"(?:[^"\\]|\\.)*"|\\.|\s+|;|[^'"\\\s;]+/gs)) {
    if (token === ';') break;
    if (/^\s/.test(token)) {
      if (open) words.push(word);
      word = '';
      open = false;
      continue;
    }
    open = true;
    if (token.startsWith("'")) word += token.slice(1, -1);
    else if (token.startsWith('"')) word += token.slice(1, -1).replace(/\\([$`"\\])/g, '$1');
    else if (token.startsWith('\\')) word += token.slice(1);
    else word += token;
  }
  if (open) words.push(word);
  return words;
}
