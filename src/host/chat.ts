import type { CostOf } from '../chat/cost.ts';
import type { HistoryPlaces } from '../chat/historyPlaces.ts';
import type { HistoryStore } from '../chat/historyStore.ts';
import type { HistoryTransfer } from '../chat/historyTransfer.ts';
import type { MovedFolders } from '../chat/movedFolders.ts';
import type { PriceTable } from '../chat/prices.ts';
import type { Sessions } from '../chat/sessions.ts';
import type { CodeColors, CodeToColor } from '../shared/codeColors.ts';
import type { AnswerFormats } from './answerFormats.ts';
import type { ApiKey } from './apiKey.ts';
import type { BlockActions } from './blockActions.ts';
import type { Connection } from './connection.ts';
import type { Documents } from './documents.ts';
import type { GatewayHeaders } from './gatewayHeaders.ts';
import type { InstructionFiles } from './instructionFiles.ts';
import type { Log } from './log.ts';
import type { Mentions } from './mentions.ts';
import type { ModelCatalog } from './modelCatalog.ts';
import type { PrintThread } from './printThread.ts';
import type { Settings } from './settings.ts';
import type { Starters } from './starters.ts';
import type { SymbolLinks } from './symbolLinks.ts';

/** What the surfaces and the commands work with: one object for the window, made in `parley.ts`. */
export interface Chat {
  readonly sessions: Sessions;
  readonly store: HistoryStore & HistoryTransfer & HistoryPlaces;
  readonly moved: MovedFolders;
  readonly connection: Connection;
  readonly apiKey: ApiKey;
  readonly gatewayHeaders: GatewayHeaders;
  readonly models: ModelCatalog;
  readonly instructions: InstructionFiles;
  readonly mentions: Mentions;
  readonly documents: Documents;
  readonly formats: AnswerFormats;
  readonly settings: () => Settings;
  /** With what the user has set. */
  readonly prices: () => PriceTable;
  readonly costOf: CostOf;
  readonly log: Log;
  /** Colours code as the editor does; null where the language is unknown. Never rejects. */
  readonly highlight: (code: CodeToColor) => Promise<CodeColors | null>;
  readonly code: BlockActions;
  readonly symbols: SymbolLinks;
  readonly starters: Starters;
  /** A thread that makes HTML of answers; who opens it closes it. */
  readonly openPrintThread: () => PrintThread;
  /** A page is there: looks for a key, the lists and the models, each of which tells when it has news. Never throws. */
  wake(): Promise<void>;
}
