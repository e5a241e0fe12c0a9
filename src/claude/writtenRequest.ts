/** A request written down: to be read, or to be run elsewhere. No secret is known here, so that none is in it. */
import { Base64 } from '../chat/base64.ts';
import type { ChatRequest } from '../chat/chatRequest.ts';
import { type RequestForm, requestForms, type WrittenRequest } from '../chat/modelApi.ts';
import { apiHeaders } from './guardedRequest.ts';
import { inWholeCharacters } from './requestBody.ts';

export interface Envelope {
  readonly url: string;
  /** Those that the API reads, without those that have secrets. */
  readonly headers: Readonly<Record<string, string>>;
  readonly who: { readonly by: 'key' | 'nothing' } | { readonly by: 'signature'; readonly region: string };
  /** Names of the headers, in lower case, that a gateway wants beside. */
  readonly secretHeaders: readonly string[];
}

/** A header with a secret: where those who run it have that, and what stands before it. */
interface SecretHeader {
  readonly name: string;
  readonly variable: string;
  readonly before: string;
}

const keyVariable = 'ANTHROPIC_API_KEY';
const signatureVariables = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
/** Ends the JSON in a shell: no line of JSON can be this. */
const end = 'END_OF_REQUEST';

export function writtenRequest(request: ChatRequest, envelope: Envelope): WrittenRequest {
  const body = { ...request, stream: true };
  const isSigned = envelope.who.by === 'signature';
  return {
    variables: [...(isSigned ? signatureVariables : []), ...secretsOf(envelope).map(({ variable }) => variable)],
    // Only curl signs by itself.
    forms: isSigned ? ['curl'] : requestForms,
    text: readable(body, envelope),
    as: (form) => writers[form](JSON.stringify(body, inWholeCharacters, 2), envelope),
  };
}

function secretsOf({ who, secretHeaders }: Envelope): readonly SecretHeader[] {
  const ofGateway = secretHeaders.map((name) => ({
    name,
    variable: `GATEWAY_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`,
    before: '',
  }));
  const ofKey = who.by === 'key' && !secretHeaders.includes('authorization');
  return [...(ofKey ? [{ name: 'authorization', variable: keyVariable, before: 'Bearer ' }] : []), ...ofGateway];
}

function readable(body: object, envelope: Envelope): string {
  const secrets = secretsOf(envelope).map(({ name, before }) => `${name}: ${before}••••••••`);
  const signature = envelope.who.by === 'signature' ? ['authorization: AWS4-HMAC-SHA256 ••••••••'] : [];
  const rest = Object.entries(envelope.headers).map(([name, value]) => `${name}: ${value}`);
  const head = [`POST ${envelope.url}`, ...signature, ...secrets, ...rest];
  return `${head.map((line) => `// ${line}\n`).join('')}\n${JSON.stringify(body, folded, 2)}\n`;
}

/** For `JSON.stringify`: what nobody reads is left out, and how much that is said instead. */
function folded(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const original = this[key];
  return original instanceof Base64 ? `… ${original.bytes.length} characters of base64 …` : inWholeCharacters(key, value);
}

const writers: Readonly<Record<RequestForm, (json: string, envelope: Envelope) => string>> = { curl, typescript, python };

/** For a POSIX shell. The JSON is its input: as an argument it may be too long for the system. */
function curl(json: string, envelope: Envelope): string {
  const lines = [
    `curl ${inShell(envelope.url)}`,
    '--no-buffer',
    ...(envelope.who.by === 'signature' ? signedByCurl(envelope.who.region) : []),
    ...secretsOf(envelope).map(({ name, variable, before }) => `--header "${name}: ${before}$${variable}"`),
    ...Object.entries(envelope.headers).map(([name, value]) => `--header ${inShell(`${name}: ${value}`)}`),
    `--data-binary @- <<'${end}'`,
  ];
  return `${lines.join(' \\\n  ')}\n${json}\n${end}\n`;
}

/** Without a session there is no token of one: curl would sign an empty header, and not send it. */
function signedByCurl(region: string): readonly string[] {
  const token = 'AWS_SESSION_TOKEN';
  return [
    `--aws-sigv4 ${inShell(`aws:amz:${region}:aws-external-anthropic`)}`,
    '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"',
    `\${${token}:+--header} \${${token}:+"x-amz-security-token: $${token}"}`,
  ];
}

/** With the API's own SDK, which sets the headers. JSON is TypeScript, too. */
function typescript(json: string, envelope: Envelope): string {
  const apiKey = envelope.who.by === 'key' ? `process.env['${keyVariable}']` : `'none'`;
  const baseUrl = JSON.stringify(envelope.url.replace(/\/v1\/messages$/, ''));
  const own = secretsOf(envelope).filter(({ variable }) => variable !== keyVariable);
  const others = Object.entries(envelope.headers).filter(([name]) => !(name in apiHeaders));
  const headers = [
    ...own.map(({ name, variable }) => `${JSON.stringify(name)}: process.env['${variable}']`),
    ...others.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`),
  ];
  const defaults = headers.length === 0 ? '' : `, defaultHeaders: { ${headers.join(', ')} }`;
  return `import Anthropic from '@anthropic-ai/sdk';

const client = new Anthropic({ apiKey: ${apiKey}, baseURL: ${baseUrl}${defaults} });

const events = await client.messages.create(${json});

for await (const event of events) {
  if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') process.stdout.write(event.delta.text);
}
`;
}

/** With what Python has. In a raw text that ends with three quotes, JSON stands as it is: its own quotes are never three. */
function python(json: string, envelope: Envelope): string {
  const { url, headers } = envelope;
  const secrets = secretsOf(envelope).map(
    ({ name, variable, before }) =>
      `    ${JSON.stringify(name)}: ${before === '' ? '' : `${JSON.stringify(before)} + `}os.environ["${variable}"],\n`,
  );
  const rest = Object.entries(headers).map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`);
  return `import json
import os
import urllib.request

body = r"""${json}"""
headers = {
${secrets.join('')}${rest.join('')}}
request = urllib.request.Request(${JSON.stringify(url)}, body.encode(), headers)

with urllib.request.urlopen(request) as events:
    for line in events:
        if line.startswith(b"data:"):
            delta = json.loads(line[5:]).get("delta", {})
            print(delta.get("text", ""), end="", flush=True)
`;
}

function inShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
