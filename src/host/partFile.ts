import { type FileHandle, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';

/**
 * A file that is written piece by piece, and is in its place only when it is whole: what was there before stays until then, and nothing is left
 * of one that was given up.
 */
export class PartFile {
  readonly #target: vscode.Uri;
  /** Beside its place, or, where that is on no disk of this machine, in a folder of its own. */
  readonly #path: string;
  readonly #handle: FileHandle;
  /** Bytes that were written. */
  size = 0;

  private constructor(target: vscode.Uri, path: string, handle: FileHandle) {
    this.#target = target;
    this.#path = path;
    this.#handle = handle;
  }

  static async create(target: vscode.Uri): Promise<PartFile> {
    const path =
      target.scheme === 'file'
        ? `${target.fsPath}.${crypto.randomUUID().slice(0, 8)}.part`
        : join(await mkdtemp(join(tmpdir(), 'parley-')), 'part');
    return new PartFile(target, path, await open(path, 'wx'));
  }

  async write(piece: string | Uint8Array): Promise<void> {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    // One call may write less than it is given.
    for (let at = 0; at < bytes.length; ) at += (await this.#handle.write(bytes, at)).bytesWritten;
    this.size += bytes.length;
  }

  /** Puts it in its place. */
  async finish(): Promise<void> {
    await this.#handle.sync();
    await this.#handle.close();
    if (this.#target.scheme === 'file') await rename(this.#path, this.#target.fsPath);
    else {
      await vscode.workspace.fs.copy(vscode.Uri.file(this.#path), this.#target, { overwrite: true });
      await this.#remove();
    }
  }

  /** Leaves nothing of it. Never throws. */
  async giveUp(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await this.#remove().catch(() => undefined);
  }

  async #remove(): Promise<void> {
    const isBeside = this.#target.scheme === 'file';
    await rm(isBeside ? this.#path : dirname(this.#path), { force: true, recursive: !isBeside });
  }
}
