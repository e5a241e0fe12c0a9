import assert from 'node:assert/strict';
import { textOfBytes } from '../../../src/mentions/textBytes.ts';
import { secretByName, secretByText } from '../../../src/shared/secrets.ts';
import { estimateTokens } from '../../../src/shared/tokens.ts';

// Put together here, so that nothing in this file looks like a key to others.
const random = 'aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7d';

describe('what looks like a secret', () => {
  const named = [
    '.env',
    '.env.local',
    'a/b/.ENV.production',
    'prod.env',
    'server.pem',
    'tls.key',
    'id_rsa',
    '.ssh/id_ed25519',
    '.ssh/work',
    '.npmrc',
  ]
    .concat([
      '.netrc',
      'credentials',
      'x/credentials.json',
      'secrets.yml',
      'service-account-prod.json',
      '.aws/credentials',
      '.docker/config.json',
    ])
    .concat(['cert.p12', 'terraform.tfstate', 'kubeconfig', '.git-credentials'])
    .concat(['store.jks', 'id_ecdsa_sk', 'secrets.yaml', 'my.kdbx', 'C:\\Users\\me\\.ssh\\id_rsa']);
  for (const path of named) it(`by its name: ${path}`, () => assert.equal(secretByName(path)?.kind, 'name'));

  const harmless = [
    '.env.example',
    '.env.sample',
    '.env.template',
    'environment.ts',
    'key.ts',
    'keys.json',
    'monkey.ts',
    'id_rsa.pub',
    '.ssh/id_rsa.pub',
  ]
    .concat(['src/credentials.ts', 'secrets.md', 'config.json', 'pem.go', 'envelope.env.ts', 'package.json'])
    .concat(['monkey', 'keyboard.ts', 'public.keys.ts', 'secretary.md', '.envrc.md', '']);
  for (const path of harmless) it(`not by its name: ${path}`, () => assert.equal(secretByName(path), null));

  const texts: readonly [what: string, text: string][] = [
    ['privateKey', `x\n-----BEGIN ${'RSA '}PRIVATE KEY-----\nMII`],
    ['privateKey', `-----BEGIN ${'PRIVATE'} KEY-----`],
    ['privateKey', `-----BEGIN ${'EC '}PRIVATE KEY-----`],
    ['privateKey', `-----BEGIN ${'OPENSSH '}PRIVATE KEY-----`],
    ['privateKey', `-----BEGIN ${'ENCRYPTED '}PRIVATE KEY-----`],
    ['privateKey', `-----BEGIN PGP ${'PRIVATE'} KEY BLOCK-----`],
    ['accessKey', `key = "AKIA${'ABCDEFGHIJKLMNOP'}"`],
    ['token', `KEY=sk-${'ant'}-api03-${random}`],
    ['token', `gh${'p_'}${random}`],
    ['token', `//registry.example.org/:_authToken=${random}`],
    ['token', `"xox${'b-'}123456789012-abc"`],
    ['token', `eyJ${random}.eyJ${random}.${random}`],
    ['token', `sk_${'live_'}${random.replaceAll(/[^A-Za-z0-9]/g, 'x')}`],
    ['token', `hf${'_'}${'aB3'.repeat(12)}`],
    ['token', `https://hooks.slack.com/services/${'T'}0000000/B0000000/${'x1Y2'.repeat(6)}`],
    ['token', `dckr${'_pat_'}${'aB3_'.repeat(7)}`],
    ['accessKey', `AccountName=x;Account${'Key'}=${'aB3/'.repeat(20)}==`],
    ['accessKey', `aws_secret_access${'_key'} = ${'aB3/'.repeat(10)}`],
    ['token', `${'minified;'.repeat(2000)}gh${'p_'}${random}`],
    ['password', `DATABASE_URL=postgres://me:hunter22@db.example.org/x`],
  ];
  for (const [what, text] of texts)
    it(`by its text: ${what}, ${text.slice(0, 20)}…`, () => assert.equal((secretByText(text) as { what?: string })?.what, what));

  const plain = [
    '-----BEGIN CERTIFICATE-----',
    '-----BEGIN PUBLIC KEY-----',
    `//registry.example.org/:_authToken=\${NPM_TOKEN}`,
    'https://example.org:8080/path@2x.png',
    `postgres://user:\${PASSWORD}@host/db`,
    'const task = "sk-short"; risk-assessment-of-the-whole-thing',
    '',
    'a'.repeat(100_000),
  ];
  for (const text of plain) it(`not by its text: ${text.slice(0, 40)}`, () => assert.equal(secretByText(text), null));

  it('says in which line', () => {
    assert.deepEqual(secretByText(`one\ntwo\ngh${'p_'}${random}\nfour`), { kind: 'text', what: 'token', line: 3 });
  });
});

describe('bytes as text', () => {
  const encoder = new TextEncoder();
  const cases: readonly [what: string, bytes: Uint8Array, text: string | undefined][] = [
    ['nothing', new Uint8Array(), ''],
    ['UTF-8', encoder.encode('größer 文'), 'größer 文'],
    ['UTF-8 with its mark', new Uint8Array([0xef, 0xbb, 0xbf, 97]), 'a'],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 97, 0, 98, 0]), 'ab'],
    ['UTF-16, the other way round', new Uint8Array([0xfe, 0xff, 0, 97]), 'a'],
    [
      'Latin 1',
      new Uint8Array([...encoder.encode('a long enough line gr'), 0xf6, ...encoder.encode('er')]),
      'a long enough line gr\ufffder',
    ],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]), undefined],
    ['noise without a zero', Uint8Array.from({ length: 4000 }, (_, index) => ((index * 7919) % 254) + 1), undefined],
  ];
  for (const [what, bytes, text] of cases) it(what, () => assert.equal(textOfBytes(bytes), text));
});

describe('the estimate of tokens', () => {
  const cases: readonly [text: string, least: number, most: number][] = [
    ['', 0, 0],
    ['Hello, world', 3, 5],
    ['The quick brown fox jumps over the lazy dog.', 9, 14],
    ['export function add(one: number, other: number): number {\n  return one + other;\n}\n', 18, 40],
    ['你好世界', 4, 8],
  ];
  for (const [text, least, most] of cases) {
    it(JSON.stringify(text.slice(0, 30)), () => {
      const tokens = estimateTokens(text);
      assert.ok(tokens >= least && tokens <= most, String(tokens));
    });
  }
});
