/** A block that holds text. Its first text comes with its line; `extend` gets more of the same line. */
export interface Leaf {
  /** More of the line that is arriving. */
  extend(text: string): void;
  /** The line is complete. Returns whether the block takes further lines. */
  endLine(): boolean;
  /** Shows what came. */
  flush(): void;
  /** No more comes. */
  close(): void;
}
