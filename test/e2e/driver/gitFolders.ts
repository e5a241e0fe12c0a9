/** Folders with repositories in a place of their own, as a user has them who moves and clones them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copySample } from '../../host/sample.mjs';

export class GitFolders {
  readonly #root = realpathSync(mkdtempSync(join(tmpdir(), 'parley-moved-')));

  path(name: string): string {
    return join(this.#root, name);
  }

  git(name: string, ...args: readonly string[]): void {
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], { cwd: this.path(name), stdio: 'ignore' });
  }

  /** A copy of the sample, with one commit. @param remote where it is from */
  begin(name: string, remote: string): void {
    copySample(this.path(name));
    this.git(name, 'init', '-q');
    this.git(name, 'add', '.');
    this.git(name, 'commit', '-q', '-m', 'Kettle');
    this.git(name, 'remote', 'add', 'origin', remote);
  }

  dispose(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}
