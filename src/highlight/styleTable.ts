/** What the metadata of a token say about its looks. */
import { plainStyle, type TokenStyle } from '../shared/codeColors.ts';

/** The bits of a token's metadata, as `vscode-textmate` lays them out: 11 to 14 the font's style, 15 to 23 the colour. */
const looksShift = 11;
const looksMask = 0x1fff;
const italic = 1;
const bold = 2;
const underline = 4;
const strikethrough = 8;
const colorShift = 4;

/** The styles that a text uses, numbered as they come; 0 is plain. */
export class StyleTable {
  readonly styles: TokenStyle[] = [plainStyle];
  readonly #indexes = new Map<number, number>();
  readonly #colors: readonly string[];
  readonly #plain: string;

  /**
   * @param colors the theme's colours by their ids
   * @param plain the one of them that stands for the editor's own foreground
   */
  constructor(colors: readonly string[], plain: string) {
    this.#colors = colors;
    this.#plain = plain;
  }

  indexOf(metadata: number): number {
    const looks = (metadata >>> looksShift) & looksMask;
    const known = this.#indexes.get(looks);
    if (known !== undefined) return known;
    const index = this.#add(looks);
    this.#indexes.set(looks, index);
    return index;
  }

  #add(looks: number): number {
    const color = this.#colors[looks >>> colorShift] ?? this.#plain;
    const style: TokenStyle = {
      color: color === this.#plain ? null : color,
      italic: (looks & italic) !== 0,
      bold: (looks & bold) !== 0,
      underline: (looks & underline) !== 0,
      strikethrough: (looks & strikethrough) !== 0,
    };
    if (Object.values(style).every((value) => !value)) return 0;
    return this.styles.push(style) - 1;
  }
}
