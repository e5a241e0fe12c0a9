/** What Parley is compared with: a floor, a webview as most are written, an empty one, and a participant of the editor's own Chat. */
import * as vscode from 'vscode';
import { relay } from './relay.ts';
import { viewHtml } from './viewHtml.ts';

/** Milliseconds of a frame. */
const frame = 16;

export function activate(context: vscode.ExtensionContext): void {
  const { extensionUri } = context;
  const view = (name: string, answer: (prompt: string, post: (text: string) => void) => void) =>
    vscode.window.registerWebviewViewProvider(`bench.${name}`, {
      resolveWebviewView({ webview }) {
        webview.options = { enableScripts: true, localResourceRoots: [extensionUri] };
        webview.onDidReceiveMessage((prompt: string) => answer(prompt, (text) => void webview.postMessage(text)));
        webview.html = viewHtml(name, webview, extensionUri);
      },
    });
  context.subscriptions.push(
    view('floor', (prompt, post) => void relay(prompt, oncePerFrame(post))),
    view('typical', (prompt, post) => void relay(prompt, post)),
    view('empty', () => {}),
    vscode.chat.createChatParticipant('bench.relay', async ({ prompt }, _context, stream) => {
      await relay(prompt, (text) => stream.markdown(text));
    }),
    vscode.lm.registerLanguageModelChatProvider('bench', model),
    vscode.commands.registerCommand('bench.activateParley', () => vscode.extensions.getExtension('parley.parley')?.activate()),
  );
}

/** The first piece at once, then what has come meanwhile, once a frame: no relay to a page costs less. */
function oncePerFrame(post: (text: string) => void): (text: string) => void {
  let merged = '';
  let resting = false;
  const flush = () => {
    resting = merged !== '';
    if (!resting) return;
    post(merged);
    merged = '';
    setTimeout(flush, frame);
  };
  return (text) => {
    merged += text;
    if (!resting) flush();
  };
}

/** Never asked: the Chat view only wants some model to be there. */
const model: vscode.LanguageModelChatProvider = {
  provideLanguageModelChatInformation: () => [
    {
      id: 'bench',
      name: 'Bench',
      family: 'bench',
      version: '1',
      maxInputTokens: 1_000_000,
      maxOutputTokens: 1_000_000,
      capabilities: { toolCalling: true },
      // Of a later editor than the types: without it the Chat view does not offer the model.
      ...{ isUserSelectable: true, isDefault: true },
    },
  ],
  provideLanguageModelChatResponse: async () => {},
  provideTokenCount: async () => 1,
};
