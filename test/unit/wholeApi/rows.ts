/** What Parley makes of one thing that the API has. */
export interface Shown {
  /** In a few words. */
  readonly what: string;
  /** Throws where it is not so. */
  readonly shownBy: () => void | Promise<void>;
}

/** What users cannot have, and why. */
export interface NotOffered {
  readonly notOffered: string;
}

export type Row = Shown | NotOffered;

/** A row for each name; those that the product's own types have must be shown. */
export type Rows<Name extends string, Ours extends string = never> = { readonly [Each in Name]: Each extends Ours ? Shown : Row };

export function shown(what: string, shownBy: Shown['shownBy']): Shown {
  return { what, shownBy };
}

export function notOffered(reason: string): NotOffered {
  return { notOffered: reason };
}

/** The same row for each of some names. */
export function each<Name extends string, Each extends Row>(
  names: readonly Name[],
  row: (name: Name) => Each,
): { readonly [Key in Name]: Each } {
  const rows: Partial<Record<Name, Each>> = {};
  for (const name of names) rows[name] = row(name);
  return rows as Record<Name, Each>;
}
