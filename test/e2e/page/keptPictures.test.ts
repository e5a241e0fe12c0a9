/** Pictures that were sent: what becomes of them in later requests, what can be done with them, and what when the API did not take one. */
import assert from 'node:assert/strict';
import type { RefusedPicture } from '../../../src/shared/errors.ts';
import { png } from '../../pictures/build.ts';
import { until } from '../driver/until.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { answerPictures, assistantTurn, headerView, picture, pictureView, snapshot, text, userTurn } from './samples.ts';

const hashOf = (number: number) => String(number).padStart(64, '0');

describe('The page: pictures that were sent', () => {
  let parley: PageInBrowser;

  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  const turn = (id: string) => parley.page.locator(`[data-message-id=${id}]`);
  const params = async (name: string) => (await parley.requests(name)).map((request) => request.params);

  describe('in later requests', () => {
    const turns = [
      userTurn('u1', '', { blocks: [picture(1), picture(2), text('These?')] }),
      assistantTurn('a1', 'Two.'),
      userTurn('u2', '', { blocks: [picture(3), text('This?')] }),
      assistantTurn('a2', 'One.'),
    ];

    it('are told by turn where they are left out, can be kept there, and the box says what the next request leaves out', async () => {
      const pictureFates = { 'picture-1': 'leftOut', 'picture-2': 'leftOut' } as const;
      parley = await openPage({ snapshot: snapshot(turns, { header: headerView({ pictureFates }) }) });
      await parley.page.getByRole('status').getByText('The next request leaves out 2 older pictures: it holds only so many.').waitFor();
      await turn('u1').getByText('2 older pictures are not sent any more').waitFor();
      assert.equal(await turn('u2').locator('.picture-note').count(), 0);
      await turn('u1').getByRole('button', { name: 'Keep' }).click();
      assert.deepEqual(await params('setPictureSending'), [{ hashes: [hashOf(1), hashOf(2)], sending: 'kept' }]);
      await parley.update([{ type: 'header', header: headerView({ pictureFates: { 'picture-1': 'kept', 'picture-2': 'kept' } }) }]);
      await turn('u1').getByText('2 pictures are kept in every request').waitFor();
      assert.equal(await parley.page.getByText('The next request leaves out').count(), 0);
      await turn('u1').getByRole('button', { name: 'Let go' }).click();
      assert.deepEqual((await params('setPictureSending')).at(-1), { hashes: [hashOf(1), hashOf(2)], sending: null });
    });

    it('are told where too many are to be kept, and where the prompt itself has too many', async () => {
      const pictureFates = { 'picture-1': 'keptLeftOut', 'picture-2': 'kept', 'picture-3': 'leftOut', 'picture-4': 'leftOut' } as const;
      const header = headerView({ pictureFates, pictures: [pictureView(4)] });
      parley = await openPage({ snapshot: snapshot(turns, { header }) });
      const said = await parley.page.locator('.notices').getByRole('status').textContent();
      assert.equal(
        said?.trim(),
        'The next request leaves out 2 older pictures: it holds only so many. Of those that are kept, 1 does not fit in. Of this prompt, 1 picture does not fit in.',
      );
      assert.deepEqual(await turn('u1').locator('.picture-note').allTextContents(), [
        '1 picture is kept, but there is no room for all that are · Let go',
        '1 picture is kept in every request · Let go',
      ]);
      assert.deepEqual(await turn('u2').locator('.picture-note').allTextContents(), ['1 older picture is not sent any more · Keep']);
    });

    it('that were taken out can be put back', async () => {
      const pictureFates = { 'picture-3': 'never', 'picture-1': 'small' } as const;
      parley = await openPage({ snapshot: snapshot(turns, { header: headerView({ pictureFates }) }) });
      await turn('u1').getByText('1 picture is sent smaller than it is').waitFor();
      await turn('u2').getByRole('button', { name: 'Put back' }).click();
      assert.deepEqual(await params('setPictureSending'), [{ hashes: [hashOf(3)], sending: null }]);
    });
  });

  describe('that the API did not take', () => {
    async function show(pictures: readonly RefusedPicture[]) {
      const detail = '400 invalid_request_error: Could not process image';
      const error = { kind: 'pictureRefused', place: null, pictures, requestId: 'req_1', detail } as const;
      const failed = assistantTurn('a1', '', { blocks: [], status: 'failed', stopReason: null, error });
      parley = await openPage({ snapshot: snapshot([userTurn('u1', '', { blocks: [picture(1), text('This?')] }), failed]) });
      return turn('a1').getByRole('alert');
    }

    const first: RefusedPicture = { hash: hashOf(1), name: 'Shot 1', sent: 'whole' };

    /** The names of what was asked for that changes something, in order. */
    const asked = async () =>
      (await parley.posted()).flatMap((message) => (message.type === 'request' && message.name !== 'readPicture' ? [message.name] : []));

    /** Answers every question for a picture's whole with one of this size. */
    async function answerWith(width: number, height: number): Promise<void> {
      const data = png({ width, height }).toString('base64');
      await parley.page.evaluate((base64) => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        parleyAnswers['readPicture'] = ({ size }: { size: string }) =>
          size === 'whole' ? { type: 'image/png', bytes: bytes.buffer } : null;
      }, data);
    }

    const shrunk = () =>
      parley.page.evaluate(async () => {
        const sizes: (readonly [number, number])[] = [];
        for (const { message } of parleyPosted) {
          if (message.type !== 'request' || message.name !== 'shrinkPicture') continue;
          const { width, height } = await createImageBitmap(new Blob([message.params.small.bytes]));
          sizes.push([width, height]);
        }
        return sizes;
      });

    it('is named, and removed in its place: then the turn is asked for again', async () => {
      const alert = await show([first]);
      await alert.getByText('The API did not accept the picture “Shot 1”.').waitFor();
      assert.deepEqual(await alert.getByRole('button').allTextContents(), ['Remove picture', 'Send it smaller', 'Retry', 'Details']);
      await alert.getByRole('button', { name: 'Remove picture' }).click();
      await until('the turn', async () => (await asked()).includes('regenerate'));
      assert.deepEqual(await asked(), ['setPictureSending', 'regenerate']);
      assert.deepEqual(await params('setPictureSending'), [{ hashes: [hashOf(1)], sending: 'never' }]);
      assert.deepEqual(await params('regenerate'), [{ messageId: 'a1' }]);
    });

    it('is sent smaller: as every model sees it whole, and then half as large', async () => {
      const alert = await show([first, { ...first, hash: hashOf(2), name: 'Shot 2' }]);
      await alert.getByText('The API did not accept the pictures, and does not say which of them.').waitFor();
      assert.deepEqual((await alert.getByRole('button').allTextContents()).slice(0, 2), ['Remove 2 pictures', 'Send them smaller']);
      await answerWith(3000, 1500);
      await alert.getByRole('button', { name: 'Send them smaller' }).click();
      await until('the turn', async () => (await asked()).includes('regenerate'));
      assert.deepEqual(await asked(), ['shrinkPicture', 'shrinkPicture', 'regenerate']);
      assert.deepEqual(await shrunk(), [
        [1568, 784],
        [1568, 784],
      ]);
      await answerWith(800, 400);
      await alert.getByRole('button', { name: 'Send them smaller' }).click();
      await until('the turn', async () => (await parley.requests('regenerate')).length === 2);
      assert.deepEqual((await shrunk()).at(-1), [400, 200]);
    });

    it('and cannot be made smaller: says so, asks for nothing, and can be removed', async () => {
      const alert = await show([first]);
      await answerWith(20, 10);
      await alert.getByRole('button', { name: 'Send it smaller' }).click();
      await parley.page.getByText('“Shot 1” cannot be made smaller. Remove it instead.').waitFor();
      assert.deepEqual(await asked(), []);
      await alert.getByRole('button', { name: 'Remove picture' }).click();
      await until('the turn', async () => (await asked()).includes('regenerate'));
    });
  });

  describe('and are looked at', () => {
    async function look() {
      const turns = [userTurn('u1', '', { blocks: [picture(1), text('This?')] }), assistantTurn('a1', 'Yes.')];
      parley = await openPage({ snapshot: snapshot(turns) });
      await parley.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await parley.page.evaluate(answerPictures);
      await turn('u1').getByRole('button', { name: 'View Shot 1' }).click();
      const dialog = parley.page.getByRole('dialog', { name: 'Shot 1' });
      await dialog.getByRole('img').waitFor();
      return dialog;
    }

    it('are saved by the editor', async () => {
      const dialog = await look();
      await dialog.getByRole('button', { name: 'Save as…' }).click();
      assert.deepEqual(await params('savePicture'), [{ id: 'picture-1' }]);
    });

    it('are copied as PNG, or say why not', async () => {
      const dialog = await look();
      await dialog.getByRole('button', { name: 'Copy' }).click();
      await dialog.getByRole('status').getByText('Copied').waitFor();
      const copied = await parley.page.evaluate(async () => {
        const [item] = await navigator.clipboard.read();
        const { width, height } = await createImageBitmap(await (item ?? new ClipboardItem({})).getType('image/png'));
        return [width, height];
      });
      assert.deepEqual(copied, [320, 200]);
      await parley.answer('readPicture', null);
      await dialog.getByRole('button', { name: 'Copy' }).click();
      await parley.page.getByRole('alert').getByText('The picture is not there any more.').waitFor();
      assert.equal(await dialog.count(), 0);
    });

    it('are added to what is typed, and the box has the focus', async () => {
      const dialog = await look();
      await dialog.getByRole('button', { name: 'Send again' }).click();
      await dialog.waitFor({ state: 'detached' });
      assert.deepEqual(await params('sendPictureAgain'), [{ id: 'picture-1' }]);
      const box = parley.page.getByRole('textbox', { name: 'Message Claude' });
      await until('the focus', () => box.evaluate((element) => element === document.activeElement));
    });

    it('tell the editor’s menu which picture it is for, in the conversation and in the box', async () => {
      const turns = [userTurn('u1', '', { blocks: [picture(1), text('This?')] })];
      parley = await openPage({ snapshot: snapshot(turns, { header: headerView({ pictures: [pictureView(2)] }) }) });
      const contextOf = async (name: string) => {
        const json = await parley.page.getByRole('button', { name }).getAttribute('data-vscode-context');
        return JSON.parse(json ?? 'null') as unknown;
      };
      const common = { webviewSection: 'picture', preventDefaultContextMenuItems: true, conversationId: 'conversation-1' };
      assert.deepEqual(await contextOf('View Shot 1'), { ...common, pictureId: 'picture-1', hash: hashOf(1), pictureSent: true });
      assert.deepEqual(await contextOf('View Shot 2'), { ...common, pictureId: 'picture-2', hash: hashOf(2), pictureSent: false });
    });
  });

  it('one that was being read when the page was taken away is told when it is there again', async () => {
    parley = await openPage({ snapshot: snapshot([]) });
    await parley.answer('addPicture', 'wait');
    await parley.page.evaluate(
      async (base64) => {
        const data = new DataTransfer();
        data.items.add(
          new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], 'lost.png', { type: 'image/png' }),
        );
        document
          .querySelector('textarea')
          ?.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data }));
      },
      png({ width: 8, height: 8 }).toString('base64'),
    );
    await parley.page.getByRole('list', { name: 'Attachments' }).getByText('lost.png').waitFor();
    await parley.page.reload();
    await parley.update([{ type: 'snapshot', snapshot: snapshot([]) }]);
    const notice = parley.page.getByRole('alert');
    await notice.getByText('“lost.png” was not added: the view was closed while it was being read.').waitFor();
    await notice.getByRole('button', { name: 'Dismiss' }).click();
    await parley.page.reload();
    await parley.update([{ type: 'snapshot', snapshot: snapshot([]) }]);
    await parley.painted();
    assert.equal(await notice.count(), 0);
  });
});
