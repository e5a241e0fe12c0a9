/** A text as HTML has it, in content and in attributes between double quotes. NULs are what HTML has no way to write. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('\0', '\ufffd');
}
