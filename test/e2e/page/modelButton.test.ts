/** Who answers and how, on the button that lets choose. */
import assert from 'node:assert/strict';
import type { ModelView } from '../../../src/shared/headerView.ts';
import { openPage } from './pageInBrowser.ts';
import { headerView, snapshot } from './samples.ts';

describe('The page: the model', () => {
  const plain: ModelView = { id: 'claude-sonnet-5-5', name: 'Claude Sonnet 5.5', effort: null, thinking: null };
  const cases: readonly [view: ModelView, name: string, text: string][] = [
    [plain, 'Model: Claude Sonnet 5.5', 'Sonnet 5.5'],
    [{ ...plain, effort: 'high' }, 'Model: Claude Sonnet 5.5 · high effort', 'Sonnet 5.5 · high'],
    [{ ...plain, effort: 'low', thinking: 'off' }, 'Model: Claude Sonnet 5.5 · low effort, no thinking', 'Sonnet 5.5 · low'],
    [{ ...plain, thinking: 'between_tools' }, 'Model: Claude Sonnet 5.5, thinking between tools only', 'Sonnet 5.5'],
    [{ ...plain, thinking: { budget: 16_384 } }, 'Model: Claude Sonnet 5.5, thinks up to 16,384 tokens', 'Sonnet 5.5'],
  ];

  it('is named with its effort and its thinking where these are chosen', async () => {
    const parley = await openPage({ snapshot: snapshot([]) });
    const button = parley.page.getByRole('button', { name: /^Model:/ });
    for (const [model, name, text] of cases) {
      await parley.update([{ type: 'header', header: headerView({ model }) }]);
      await parley.painted();
      assert.equal(await button.getAttribute('aria-label'), name);
      assert.equal((await button.textContent())?.trim(), text);
    }
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });
});
