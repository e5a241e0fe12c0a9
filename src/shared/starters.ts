/** What is there that a conversation can begin with. */
export interface StartersView {
  /** The name of the file that is open; null where none is. */
  readonly file: string | null;
  /** Whether something has changed since the last commit, as far as the editor's git has told. */
  readonly changes: boolean;
}
