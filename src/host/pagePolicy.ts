/**
 * What the page may do, as a content security policy. Only the script with the nonce runs, nothing is loaded but the extension's own files,
 * nothing is fetched, and no text can become script or markup (Trusted Types without a policy: `innerHTML` throws).
 *
 * Pictures come as bytes: those of the conversation as `blob:`, an SVG that is drawn anew as `data:`. So no address can be one.
 * @param resources where the editor serves the extension's files
 */
export function pagePolicy(nonce: string, resources: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    `font-src ${resources}`,
    'img-src data: blob:',
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
