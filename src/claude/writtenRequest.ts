/** A request written down: to be read, or to be run elsewhere. The key is not known here, so that it is in none of it. */
import { Base64 } from '../chat/base64.ts';
import type { ChatRequest, RequestForm, WrittenRequest } from '../chat/ports.ts';
import { inWholeCharacters } from './requestBody.ts';

export interface Envelope {
  readonly url: string;
  /** Those that the API reads, without the one that has the key. */
  readonly headers: Readonly<Record<string, string>>;
  readonly hasKey: boolean;
}

/** Where those who run it have their key. */
const keyVariable = 'ANTHROPIC_API_KEY';
/** Ends the JSON in a shell: no line of JSON can be this. */
const end = 'END_OF_REQUEST';

export function writtenRequest(request: ChatRequest, envelope: Envelope): WrittenRequest {
  const body = { ...request, stream: true };
  return {
    text: readable(body, envelope),
    as: (form) => writers[form](JSON.stringify(body, inWholeCharacters, 2), envelope),
  };
}

function readable(body: object, { url, headers, hasKey }: Envelope): string {
  const shown = hasKey ? { authorization: 'Bearer ••••••••', ...headers } : headers;
  const head = [`POST ${url}`, ...Object.entries(shown).map(([name, value]) => `${name}: ${value}`)];
  return `${head.map((line) => `// ${line}\n`).join('')}\n${JSON.stringify(body, folded, 2)}\n`;
}

/** For `JSON.stringify`: what nobody reads is left out, and how much that is said instead. */
function folded(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const original = this[key];
  return original instanceof Base64 ? `… ${original.bytes.length} characters of base64 …` : inWholeCharacters(key, value);
}

const writers: Readonly<Record<RequestForm, (json: string, envelope: Envelope) => string>> = { curl, typescript, python };

/** For a POSIX shell. The JSON is its input: as an argument it may be too long for the system. */
function curl(json: string, { url, headers, hasKey }: Envelope): string {
  const lines = [
    `curl ${inShell(url)}`,
    '--no-buffer',
    ...(hasKey ? [`--header "authorization: Bearer $${keyVariable}"`] : []),
    ...Object.entries(headers).map(([name, value]) => `--header ${inShell(`${name}: ${value}`)}`),
    `--data-binary @- <<'${end}'`,
  ];
  return `${lines.join(' \\\n  ')}\n${json}\n${end}\n`;
}

/** With the API's own SDK, which sets the headers. JSON is TypeScript, too. */
function typescript(json: string, { url, hasKey }: Envelope): string {
  const apiKey = hasKey ? `process.env['${keyVariable}']` : `'none'`;
  return `import Anthropic from '@anthropic-ai/sdk';

const client = new Anthropic({ apiKey: ${apiKey}, baseURL: ${JSON.stringify(url.replace(/\/v1\/messages$/, ''))} });

const events = await client.messages.create(${json});

for await (const event of events) {
  if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') process.stdout.write(event.delta.text);
}
`;
}

/** With what Python has. In a raw text that ends with three quotes, JSON stands as it is: its own quotes are never three. */
function python(json: string, { url, headers, hasKey }: Envelope): string {
  const key = hasKey ? `    "authorization": "Bearer " + os.environ["${keyVariable}"],\n` : '';
  const rest = Object.entries(headers).map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`);
  return `import json
import os
import urllib.request

body = r"""${json}"""
headers = {
${key}${rest.join('')}}
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
