import { documentsOf, type Message, messageText, picturesOf } from '../shared/message.ts';

const longest = 60;

/** A conversation's title from its first message; where nothing is written, what went with it gives it its name. */
export function titleFrom(message: Message): string {
  return titleOf(messageText(message)) || ((picturesOf(message)[0] ?? documentsOf(message)[0])?.name ?? '');
}

/** A conversation's title from its first prompt: the first line that says something, cut at a word. */
export function titleOf(prompt: string): string {
  const line = prompt
    .split('\n')
    .map((each) => each.replace(/^[\s#>*`-]+/, '').trim())
    .find((each) => each !== '');
  if (line === undefined) return '';
  const characters = [...line];
  if (characters.length <= longest) return line;
  const cut = characters.slice(0, longest).join('');
  const space = cut.lastIndexOf(' ');
  return `${cut.slice(0, space > longest / 2 ? space : undefined).trimEnd()}…`;
}
