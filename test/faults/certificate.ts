/** A certificate that nobody has signed but itself, for a server that is not to be trusted. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** The shortest X.509 certificate that servers take, in DER: https://www.rfc-editor.org/rfc/rfc5280. @param name whom it is for */
export function selfSigned(name: string): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const subject = der(0x30, der(0x31, der(0x30, oid(0x55, 0x04, 0x03), der(0x0c, Buffer.from(name)))));
  const algorithm = der(0x30, oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  const life = der(0x30, der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('491231235959Z')));
  const body = der(0x30, der(0x02, Buffer.from([1])), algorithm, subject, life, subject, publicKey.export({ type: 'spki', format: 'der' }));
  const certificate = der(0x30, body, algorithm, der(0x03, Buffer.from([0]), signed(body, privateKey)));
  const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}

function signed(body: Buffer, key: KeyObject): Buffer {
  return sign('sha256', body, key);
}

/** Tag, length, content. */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function oid(...bytes: readonly number[]): Buffer {
  return der(0x06, Buffer.from(bytes));
}
