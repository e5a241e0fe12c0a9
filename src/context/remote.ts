/** Addresses of repositories, without what differs between two ways to one. */

/**
 * `git@example.org:a/b.git` and `https://me:secret@example.org/a/b` are `example.org/a/b`: how it is reached and by whom is left out. Null for
 * an address that means something only where it stands, as `../b`.
 */
export function plainRemote(address: string): string | null {
  const given = address.trim();
  if (/^[a-z]:[\\/]/i.test(given)) return localPath(`/${given.replaceAll('\\', '/')}`);
  const url = /^([a-z][a-z0-9+.-]*):\/\/([^/]*)(\/.*)?$/i.exec(given);
  if (url) {
    const [, scheme = '', authority = '', path = ''] = url;
    if (scheme.toLowerCase() === 'file') return localPath(authority === '' || authority === 'localhost' ? path : `/${authority}${path}`);
    return at(hostOf(authority, scheme.toLowerCase()), path);
  }
  const [, host, path] = /^(?:[^/]*@)?(\[[^\]/]+\]|[^:/@]+):(.*)$/.exec(given) ?? [];
  if (host !== undefined && path !== undefined) return at(host, path);
  return given.startsWith('/') ? localPath(given) : null;
}

/** Ports that say nothing more than the scheme does. */
const usualPorts: Readonly<Record<string, string>> = { http: '80', https: '443', git: '9418' };

/** Who asks is not part of it, nor is the port of a shell, which many have elsewhere for one and the same server. */
function hostOf(authority: string, scheme: string): string {
  const server = authority.slice(authority.lastIndexOf('@') + 1);
  const port = /:(\d+)$/.exec(server)?.[1];
  const isUsual = port !== undefined && (/ssh/.test(scheme) || usualPorts[scheme] === port);
  return isUsual ? server.slice(0, -port.length - 1) : server;
}

function at(host: string, path: string): string | null {
  const plain = plainPath(path);
  return host === '' || plain === '' ? null : `${host.toLowerCase()}/${plain}`;
}

function localPath(path: string): string | null {
  const plain = plainPath(path);
  return plain === '' ? null : `/${plain}`;
}

function plainPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.join('/').replace(/\/?\.git$/i, '');
}
