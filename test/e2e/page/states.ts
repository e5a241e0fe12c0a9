/** States of the page that several suites look at. */
import { draftOf } from '../../../src/shared/conversation.ts';
import type { Snapshot } from '../../../src/shared/protocol.ts';
import type { PageInBrowser } from './pageInBrowser.ts';
import {
  answerPictures,
  assistantTurn,
  documentConversation,
  headerView,
  picture,
  pictureView,
  snapshot,
  text,
  typedDocuments,
  userTurn,
} from './samples.ts';

export interface State {
  /** What the page is opened with. */
  readonly snapshot: Snapshot;
  readonly afterwards?: (parley: PageInBrowser) => Promise<unknown>;
}

/** Documents in a prompt, in what is typed, and cited. */
export const documentsState: State = {
  snapshot: snapshot(documentConversation(), { header: headerView({ documents: typedDocuments() }), draft: draftOf('And of sugar?') }),
  afterwards: async ({ page }) => {
    await page.getByRole('button', { name: 'Citation 1: Report 1.pdf, page 3' }).hover();
    await page.getByRole('tooltip').waitFor();
  },
};

/** Pictures in a prompt, in what is typed, and one whose price is not known. */
export const picturesState: State = {
  snapshot: snapshot(
    [
      userTurn('u1', '', { blocks: [1, 2, 3, 4, 5].map(picture).concat(text('Which of these is the newest?')) }),
      assistantTurn('a1', 'The third one.'),
    ],
    { draft: draftOf('And of these?') },
  ),
  afterwards: async (parley) => {
    await parley.page.evaluate(answerPictures);
    const large = {
      name: 'Screenshot of the settings page with everything open.png',
      width: 2576,
      height: 1449,
      tokens: 4784,
      cost: 0.009568,
    };
    await parley.update([
      {
        type: 'snapshot',
        snapshot: snapshot(
          [
            userTurn('u9', '', { blocks: [6, 7, 8, 9, 10].map(picture).concat(text('Which of these is the newest?')) }),
            assistantTurn('a9', 'The third one.'),
          ],
          {
            header: headerView({ pictures: [pictureView(11), pictureView(12, large), pictureView(18, { cost: null })] }),
            draft: draftOf('And of these?'),
          },
        ),
      },
    ]);
    await parley.painted();
    await parley.page.getByRole('button', { name: 'View Shot 10' }).locator('img').waitFor();
    await parley.page.getByRole('button', { name: 'View Shot 18' }).locator('.codicon-warning').waitFor();
  },
};

/** A picture that is looked at. */
export const viewerState: State = {
  snapshot: snapshot([]),
  afterwards: async (parley) => {
    await parley.page.evaluate(answerPictures);
    await parley.update([
      { type: 'header', header: headerView({ pictures: [pictureView(3, { note: 'Scaled down from 5,000 × 4,000' })] }) },
    ]);
    await parley.painted();
    await parley.page.getByRole('button', { name: 'View Shot 3' }).click();
    await parley.page.getByRole('dialog').getByRole('img').waitFor();
  },
};

/** A picture that is worked on: one place is redacted, and a text is being placed. */
export const workbenchState: State = {
  snapshot: snapshot([]),
  afterwards: async (parley) => {
    await parley.page.evaluate(answerPictures);
    await parley.update([{ type: 'header', header: headerView({ pictures: [pictureView(3, { description: 'A button' })] }) }]);
    await parley.painted();
    await parley.page.getByRole('button', { name: 'View Shot 3' }).click();
    await parley.page.getByRole('button', { name: 'Redact' }).focus();
    await parley.page.keyboard.press('Enter');
    await parley.page.keyboard.press('Enter');
    await parley.page.getByRole('button', { name: 'Text', exact: true }).focus();
    await parley.page.keyboard.press('Enter');
    await parley.page.getByRole('button', { name: 'Replace' }).waitFor();
  },
};
