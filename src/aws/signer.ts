/**
 * Signs requests for Claude Platform on AWS with the credentials that AWS's own tools would use. A bundle of its own, loaded where somebody signs in that
 * way. Only what finds credentials and what signs is AWS's: requests go the way of all others.
 */
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { SignatureV4 } from '@smithy/signature-v4';
import { TurnFailure } from '../chat/failure.ts';
import type { RequestSigner, RequestToSign } from '../chat/modelApi.ts';

export interface SignerOptions {
  /** As in `us-east-1`. */
  readonly region: string;
  readonly now: () => number;
}

/** What is signed beside what AWS itself adds. Others may be changed on the way. */
const signedHeaders: readonly string[] = ['anthropic-version', 'anthropic-workspace-id', 'content-type'];

/** Signs by the default credential chain: environment, shared files, sign-in by `aws sso login`, the role of the machine. */
export function createSigner({ region, now }: SignerOptions): RequestSigner {
  // What was found is kept until it is about to expire; what was not is looked for again at the next request.
  const chain = () => defaultProvider({ ignoreCache: true, clientConfig: { region } });
  let provider = chain();
  let secrets: readonly string[] = [];
  const credentials = async () => {
    try {
      const found = await provider();
      secrets = [found.accessKeyId, found.secretAccessKey, ...(found.sessionToken === undefined ? [] : [found.sessionToken])];
      return found;
    } catch (thrown) {
      provider = chain();
      throw credentialFailure(thrown, region);
    }
  };
  return {
    async sign({ method, url, headers, body }) {
      const { protocol, host, hostname, pathname, searchParams } = new URL(url);
      const kept = Object.entries(headers).filter(([name]) => signedHeaders.includes(name));
      const signer = new SignatureV4({ service: 'aws-external-anthropic', region, credentials: await credentials(), sha256: Sha256 });
      const request = {
        ...{ method, protocol, hostname, path: pathname, query: Object.fromEntries(searchParams) },
        headers: { ...Object.fromEntries(kept), host, 'x-amz-content-sha256': hashOf(body) },
      };
      const { headers: signed } = await signer.sign(request, { signingDate: new Date(now()) });
      return Object.fromEntries(Object.entries(signed).filter(([name]) => name === 'authorization' || name.startsWith('x-amz-')));
    },
    forget() {
      provider = chain();
    },
    get secrets() {
      return secrets;
    },
  };
}

function hashOf(body: RequestToSign['body']): string {
  const hash = createHash('sha256');
  for (const piece of body) hash.update(piece);
  return hash.digest('hex');
}

/** Node's own, as the signer wants it. */
class Sha256 {
  readonly #secret: Parameters<typeof createHmac>[1] | undefined;
  #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = secret === undefined ? undefined : typeof secret === 'string' ? secret : bytesOf(secret);
    this.#hash = this.#begin();
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(typeof data === 'string' ? data : bytesOf(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }

  reset(): void {
    this.#hash = this.#begin();
  }

  #begin(): Hash | Hmac {
    return this.#secret === undefined ? createHash('sha256') : createHmac('sha256', this.#secret);
  }
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
}

/** Why there are no credentials, as AWS's chain says it. It names files and profiles, never secrets. */
function credentialFailure(thrown: unknown, region: string): TurnFailure {
  const detail = (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 500);
  return new TurnFailure({ kind: 'aws', problem: /expired/i.test(detail) ? 'expired' : 'missing', region, requestId: null, detail });
}
