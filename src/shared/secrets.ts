/** What looks like a secret, by its name or by its text. It is asked about and not refused: a rule of thumb may be wrong. */

export type SecretReason =
  /** Named as files with secrets are. */
  | { readonly kind: 'name'; readonly name: string }
  /** There is something in it that looks like a key. `line` counts from 1 in the text. */
  | { readonly kind: 'text'; readonly what: SecretText; readonly line: number };

export type SecretText = 'privateKey' | 'accessKey' | 'token' | 'password';

const exampleName = /(?:^|[._-])(?:example|sample|template|dist|defaults?)(?:[._-]|$)/;
const secretNames: readonly RegExp[] = [
  /^\.env(?:[._-].*)?$/,
  /^.+\.env$/,
  /\.(?:pem|key|p12|pfx|p8|jks|keystore|kdbx|ppk|asc|gpg|ovpn|mobileprovision|tfvars|tfstate)$/,
  /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_.*)?$/,
  /^\.(?:npmrc|yarnrc|pypirc|netrc|pgpass|my\.cnf|htpasswd|git-credentials|dockercfg|boto|s3cfg)$/,
  /^_netrc$/,
  /^(?:credentials?|secrets?)(?:\.(?:json|ya?ml|toml|ini|xml|txt|env|properties|csv|enc))?$/,
  /^(?:client_secret|service[-_]?account).*\.json$/,
  /^kubeconfig$/,
];
/** Of the folder with the name: names that are harmless elsewhere. */
const secretPlaces =
  /(?:^|\/)(?:\.aws\/(?:config|credentials)|\.ssh\/(?!.*\.pub$)[^/]+|\.docker\/config\.json|\.kube\/config|\.gnupg\/[^/]+)$/;

/** @param written a path with `/` or `\` between names */
export function secretByName(written: string): SecretReason | null {
  const path = written.replaceAll('\\', '/');
  const name = path.slice(path.lastIndexOf('/') + 1);
  const lower = name.toLowerCase();
  const looksSo = secretPlaces.test(path.toLowerCase()) || (secretNames.some((pattern) => pattern.test(lower)) && !exampleName.test(lower));
  return looksSo ? { kind: 'name', name } : null;
}

const secretTexts: readonly (readonly [SecretText, RegExp])[] = [
  ['privateKey', /-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----/],
  ['accessKey', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['token', /\bsk-ant-[a-z0-9]{2,10}-[\w-]{20,}/],
  ['token', /\bsk-(?:proj-)?[A-Za-z0-9_-]{32,}/],
  ['token', /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,}|glpat-[\w-]{20,})/],
  ['token', /\bxox[abprs]-[A-Za-z0-9-]{10,}/],
  ['token', /\bAIza[\w-]{35}/],
  ['token', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['token', /\b[rs]k_live_[A-Za-z0-9]{20,}/],
  ['token', /\bSG\.[\w-]{20,}\.[\w-]{20,}/],
  ['token', /\bhf_[A-Za-z0-9]{30,}/],
  ['token', /\b(?:dckr_pat_|dop_v1_|pypi-AgE|hvs\.|glsa_|shpat_|sq0csp-)[\w-]{20,}/],
  ['token', /\bhttps:\/\/hooks\.slack\.com\/services\/T\w{6,}\/B\w{6,}\/\w{16,}/],
  ['accessKey', /\b(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{30,}={0,2}/],
  ['accessKey', /\baws_secret_access_key["']?\s*[=:]\s*["']?[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/])/i],
  ['token', /:_(?:authToken|auth|password)\s*=\s*(?!["']?\$\{)\S{8,}/],
  ['token', /\beyJ[\w-]{16,}\.eyJ[\w-]{16,}\.[\w-]{16,}/],
  ['password', /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@'"$`{}]{1,100}:(?!password@|\*)[^\s:/@'"$`{}<]{3,100}@[\w.-]+/],
];

/** Longer lines are looked at in parts, each of which has the end of the one before it. */
const longestPart = 4000;
const overlap = 400;

export function secretByText(text: string): SecretReason | null {
  let line = 0;
  for (let from = 0; from <= text.length; ) {
    line += 1;
    const end = text.indexOf('\n', from);
    const stop = end < 0 ? text.length : end;
    for (let at = from; at < stop; at += longestPart - overlap) {
      const part = text.slice(at, Math.min(stop, at + longestPart));
      const [what] = (part.length >= 8 && secretTexts.find(([, pattern]) => pattern.test(part))) || [];
      if (what !== undefined) return { kind: 'text', what, line };
      if (at + longestPart >= stop) break;
    }
    from = stop + 1;
  }
  return null;
}
