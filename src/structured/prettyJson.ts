/** Sets JSON in lines, two spaces to a level, without changing what stands in it: numbers keep their digits, texts their escapes. */
export function prettyJson(text: string): string {
  const pieces: string[] = [];
  let depth = 0;
  const line = () => pieces.push('\n', '  '.repeat(depth));
  // A text, a run of what is neither text nor mark nor space, or one mark.
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\[\s\S])*"|[^\s"{}[\],:]+|[{}[\],:]/g)) {
    const last = pieces.at(-1);
    if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1);
      // An empty one stays in its line.
      if (last === '{' || last === '[') pieces.push(token);
      else {
        line();
        pieces.push(token);
      }
      continue;
    }
    if (last === '{' || last === '[') line();
    pieces.push(token);
    if (token === '{' || token === '[') depth++;
    else if (token === ',') line();
    else if (token === ':') pieces.push(' ');
  }
  return pieces.join('');
}
