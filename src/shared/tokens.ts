/** So many UTF-16 units are looked at; the rest is taken to be like them. */
const looked = 8000;

/**
 * About how many tokens a text is. The API alone knows; this is for a chip, which says "about", and is rather too many than too few: a token
 * is some four letters of prose, three characters of code, and one of most other scripts.
 */
export function estimateTokens(text: string): number {
  let letters = 0;
  let spaces = 0;
  let marks = 0;
  let others = 0;
  const end = Math.min(text.length, looked);
  for (let index = 0; index < end; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x2e7f) others += 1;
    else if (code === 32 || code === 9) spaces += 1;
    else if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code > 127) letters += 1;
    else marks += 1;
  }
  const share = end === 0 ? 0 : text.length / end;
  return Math.ceil((letters / 4 + spaces / 8 + marks / 1.6 + others) * share);
}
