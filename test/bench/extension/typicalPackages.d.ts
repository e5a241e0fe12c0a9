/** As much of these packages as is used: so that types can be checked before the packages are installed. */
declare module 'marked' {
  export const marked: { parse(text: string, options: { readonly async: false }): string };
}
declare module 'dompurify' {
  const purify: { sanitize(html: string): string };

  // biome-ignore lint/style/noDefaultExport: it is theirs.
  export default purify;
}
declare module 'highlight.js/lib/common' {
  const highlighter: { highlightElement(code: HTMLElement): void };

  // biome-ignore lint/style/noDefaultExport: it is theirs.
  export default highlighter;
}
