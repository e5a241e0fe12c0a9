import * as vscode from 'vscode';
import { type PriceFault, readPrices } from '../chat/priceSetting.ts';
import { builtInPrices, type PriceTable } from '../chat/prices.ts';

/**
 * The prices with those that the user has set, read anew when that changes. What is wrong in the setting is told once, each time that it
 * was changed: it is a file, and the editor only underlines it.
 */
export class PriceSettings implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #listener: vscode.Disposable;
  #table: PriceTable | undefined;

  constructor() {
    this.#listener = vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration('parley.prices')) return;
      this.#table = undefined;
      this.#changed.fire();
    });
  }

  get table(): PriceTable {
    this.#table ??= this.#read();
    return this.#table;
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }

  #read(): PriceTable {
    const { table, faults } = readPrices(vscode.workspace.getConfiguration('parley').get('prices'), builtInPrices);
    if (faults.length > 0) tell(faults);
    return table;
  }
}

/** Sentences that are shown at once. */
const mostTold = 3;

function tell(faults: readonly PriceFault[]): void {
  const told = faults.slice(0, mostTold).map(faultText);
  const more = faults.length - told.length;
  if (more > 0) told.push(vscode.l10n.t('{0} more are not used either.', more));
  const open = vscode.l10n.t('Open settings');
  void vscode.window.showWarningMessage(told.join(' '), open).then((choice) => {
    if (choice === open) void vscode.commands.executeCommand('workbench.action.openSettings', 'parley.prices');
  });
}

/** What is wrong, and that it is not used. */
function faultText({ model, problem }: PriceFault): string {
  if (model === '')
    return problem.kind === 'notAnObject'
      ? vscode.l10n.t('The setting parley.prices is not used: it is to name models, each with its prices.')
      : vscode.l10n.t('The price of searches in parley.prices is not used: it is to be dollars for a thousand, from 0 to 10,000.');
  switch (problem.kind) {
    case 'notAnObject':
      return vscode.l10n.t(
        'The price of {0} in parley.prices is not used: it is to have “input” and “output”, in dollars per million tokens.',
        model,
      );
    case 'missing':
      return vscode.l10n.t('The price of {0} in parley.prices is not used: “{1}” is missing.', model, problem.name);
    case 'notAnAmount':
      return vscode.l10n.t(
        'The price of {0} in parley.prices is not used: “{1}” is to be dollars per million tokens, from 0 to 10,000.',
        model,
        problem.name,
      );
    case 'notTokens':
      return vscode.l10n.t('The price of {0} in parley.prices is not used: “{1}” is to be a number of tokens.', model, problem.name);
    case 'unknownName':
      return vscode.l10n.t('The price of {0} in parley.prices is not used: “{1}” is the name of no price.', model, problem.name);
  }
}
