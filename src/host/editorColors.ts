/** What the editor has that code is coloured by: the installed extensions' contributions, and the user's own rules. */
import * as vscode from 'vscode';
import type { ExtensionContributions } from '../shared/codeColors.ts';
import { isObject, type JsonObject } from '../shared/json.ts';

/** The manifests of all extensions that can be read from here, those that come with the editor among them. */
export function installedExtensions(): ExtensionContributions[] {
  return vscode.extensions.all.map(({ extensionPath, packageJSON }) => {
    const { isBuiltin, contributes } = fieldsOf(packageJSON);
    const { languages, grammars, themes } = fieldsOf(contributes);
    return { folder: extensionPath, builtIn: isBuiltin === true, ...plain({ languages, grammars, themes }) };
  });
}

function fieldsOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The setting as it is now, not the editor's live view of it: that cannot be handed to another thread. */
export function tokenColorCustomizations(): unknown {
  return plain(vscode.workspace.getConfiguration('editor').get<unknown>('tokenColorCustomizations', {}));
}

function plain<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value));
}
