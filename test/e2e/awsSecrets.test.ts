/**
 * The AWS credentials with which requests are signed: looked for as the key is, in all that a session which used them has left. The region's host
 * is a local server, as for a private link.
 */
import assert from 'node:assert/strict';
import { CanarySession } from './driver/canarySession.ts';

const accessKeyId = 'AKIACANARY7Q2X9WLDTR';
const secretAccessKey = 'canary/K7MDENG+bPxRfiCY3v9Lq2Xw8Zt5Hn1Rd';
const sessionToken = 'canary//token+of-the/session=M2k7Xv4Pz9Wd1Qt6==';

describe('AWS credentials', function () {
  this.timeout(300_000);
  let session: CanarySession;

  before(async () => {
    session = await CanarySession.open({
      secrets: [accessKeyId, secretAccessKey, sessionToken],
      headers: ['authorization', 'x-amz-security-token'],
      simulator: { requireKey: true, signed: true },
      settings: { 'parley.provider': 'aws', 'parley.aws.region': 'eu-west-2', 'parley.aws.workspaceId': 'wrkspc_01' },
      environment: () => ({
        ...{ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken },
        // Nothing of the network's is looked for.
        AWS_EC2_METADATA_DISABLED: 'true',
      }),
    });
  });
  after(() => session.close());

  it('sign what is sent; servers repeat them in errors and lead elsewhere', async () => {
    await session.send('Why?', 'complete');
    // What a server knows of them.
    await session.meetServers(`${accessKeyId}, x-amz-security-token:${sessionToken}, ${sessionToken}`);
    await session.testConnection(`${accessKeyId}, ${sessionToken}`);
  });

  it('are in nothing that is shown, copied, exported or logged', async () => {
    await session.showAll(['curl']);
    await session.exportAll();
    await session.crash();
  });

  it('are in no file, log, message or text; what a server must know only in requests to the one that is configured', async () => {
    const requests = await session.assertNothingFound();
    const signed = requests.filter(({ headers }) => headers['x-amz-security-token'] === sessionToken);
    assert.ok(signed.length >= 10, `${signed.length} of ${requests.length} requests were signed`);
    for (const { headers } of signed) {
      assert.match(headers.authorization ?? '', new RegExp(`^AWS4-HMAC-SHA256 Credential=${accessKeyId}/\\d{8}/eu-west-2/`));
      assert.ok(!JSON.stringify(headers).includes(secretAccessKey));
    }
  });
});
