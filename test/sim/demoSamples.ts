/** Samples of Markdown that a prompt can ask for by a word. */
import { longText } from './demoLong.ts';

/** The samples that `prompt` asks for, in a fixed order; none where it asks for none. */
export function samplesFor(prompt: string): readonly string[] {
  const words = new Set(prompt.toLowerCase().match(/[a-z]+/g) ?? []);
  return samples.filter(({ word }) => words.has(word)).map(({ make }) => make(prompt));
}

const code = `## Code

A function with its test, and \`inline code\` beside it:

\`\`\`typescript
/** The first \`count\` prime numbers. */
export function primes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate += 1) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}

console.log(primes(5)); // [ 2, 3, 5, 7, 11 ]
\`\`\`

\`\`\`python
def primes(count: int) -> list[int]:
    found: list[int] = []
    candidate = 2
    while len(found) < count:
        if all(candidate % prime for prime in found):
            found.append(candidate)
        candidate += 1
    return found
\`\`\`

\`\`\`bash
npm test -- --grep "primes"
\`\`\`

\`\`\`diff
-  return found.slice(1);
+  return found;
\`\`\``;

const table = `## A table

| Planet | Day (hours) | Year (days) | Moons |
| :-- | --: | --: | :-: |
| Mercury | 4 222.6 | 88.0 | 0 |
| Venus | 2 802.0 | 224.7 | 0 |
| Earth | 24.0 | 365.2 | 1 |
| Mars | 24.7 | 687.0 | 2 |

Columns align left, right, right and in the middle; a cell may hold \`code\`, **bold** and a [link](https://example.com).`;

const list = `## Lists

1. First, a numbered one
2. with a second item
   - and a list in it
   - of two items
     1. and one more level
3. and a third

- [x] a task that is done
- [ ] a task that is not`;

const markdown = `## A bit of everything

Text that is *emphasised*, **strong**, ***both***, ~~struck out~~ or \`code\`; a [link](https://example.com "with a title"), a bare one,
https://example.com/path?query=1, and a hard break:\\
here. An entity: &copy; &amp; &mdash;. HTML stays text: <b onclick="alert(1)">bold?</b>

> A quotation,
>
> > and one in it, with
> > - a list.

### A smaller heading

${'#'.repeat(6)} The smallest

---

${list}

${table}

${code}`;

const emoji = `## Many bytes

Grüße, Привет, 你好，世界, こんにちは, שלום, مرحبا — and 👩‍💻 🏳️‍🌈 👍🏽 𝒜𝒷𝒸 e\u0301 (an e with a combining accent). A line without spaces: ${'漢字かな交じり文'.repeat(12)}`;

const samples: readonly { readonly word: string; readonly make: (prompt: string) => string }[] = [
  { word: 'list', make: () => list },
  { word: 'table', make: () => table },
  { word: 'code', make: () => code },
  { word: 'markdown', make: () => markdown },
  { word: 'emoji', make: () => emoji },
  { word: 'long', make: longText },
];
