/** What may go with a prompt: how long it may be, and what is better asked about first. Pure. */

/** UTF-16 units, about 115,000 tokens: what is longer is refused, or offered in part. */
export const longestText = 400_000;
/** Bytes. A file that is larger is not even opened. */
export const largestFile = 20_000_000;

/** Bytes in which a file shows that it is not text. */
const lookedAt = 8000;

export function isTooLong(text: string): boolean {
  return text.length > longestText;
}

/** Whether the beginning of a file is not text. UTF-16 has zeros, too, and says so in its first two bytes. */
export function looksBinary(bytes: Uint8Array): boolean {
  const marked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return !marked && bytes.subarray(0, lookedAt).includes(0);
}

/** By their names alone: `.env`, `.env.local`, keys, key stores, and what tools keep passwords in. */
const secretNames = [
  /^\.env(?:\..+)?$/i,
  /\.env$/i,
  /\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk|asc|gpg)$/i,
  /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/i,
  /^\.(?:npmrc|pypirc|netrc|pgpass|htpasswd|git-credentials)$/i,
  /^(?:credentials|secrets?)(?:\.(?:json|ya?ml|toml|ini|txt))?$/i,
];

/** Files with such a name that are made to be shown. */
const samples = /\.(?:example|sample|template|dist)$/i;

const privateKey = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/;

/** Whether a file is named as those are that hold secrets. @param path with `/` or `\` */
export function isSecretName(path: string): boolean {
  const name = path.split(/[/\\]/).at(-1) ?? '';
  return !samples.test(name) && secretNames.some((pattern) => pattern.test(name));
}

export function holdsPrivateKey(text: string): boolean {
  return privateKey.test(text);
}
