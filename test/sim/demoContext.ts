/** Takes apart a user's turn: the context that the editor sent, and the user's own words. */

/** A `<context kind="…" path="…" lines="…" language="…">…</context>` block. Missing attributes are empty. */
export interface EditorContext {
  readonly kind: string;
  readonly path: string;
  readonly lines: string;
  readonly language: string;
  readonly text: string;
}

/** The context blocks of some texts, and what is left of the texts without them. */
export function splitContext(texts: readonly string[]): { readonly prompt: string; readonly contexts: readonly EditorContext[] } {
  const contexts: EditorContext[] = [];
  const own = texts.map((text) =>
    text.replace(/<context((?:\s+[\w-]+="[^"]*")*)\s*>([\s\S]*?)<\/context>/g, (_, attributes: string, body: string) => {
      contexts.push({ ...read(attributes), text: body.replace(/^\r?\n|\r?\n$/g, '') });
      return '';
    }),
  );
  return {
    prompt: own
      .map((text) => text.trim())
      .filter((text) => text !== '')
      .join('\n\n'),
    contexts,
  };
}

function read(attributes: string): Omit<EditorContext, 'text'> {
  const values = new Map([...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, plainOf(value)]));
  const get = (name: string) => values.get(name) ?? '';
  return { kind: get('kind') || 'context', path: get('path'), lines: get('lines'), language: get('language') };
}

function plainOf(value: string): string {
  const characters: Readonly<Record<string, string>> = { '&quot;': '"', '&apos;': "'", '&lt;': '<', '&gt;': '>', '&amp;': '&' };
  return value.replace(/&(?:quot|apos|lt|gt|amp);/g, (entity) => characters[entity] ?? entity);
}
