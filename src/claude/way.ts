import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** What was seen of the way to a server. */
export class Way {
  /** By `performance.now()`. */
  readonly began = performance.now();
  connected: number | null = null;
  secured: number | null = null;
  /** Address and port of what is at the other end; null where that is not known. */
  at: string | null = null;
  /** How it is encrypted, and who says that the server is who it is; null where that is not known. */
  encryption: string | null = null;

  follow(socket: Socket): void {
    if (socket.connecting) socket.once('connect', () => this.#connect(socket));
    else this.#connect(socket);
    if (!isSecure(socket)) return;
    // Kept from an earlier request, or made by a proxy's agent: all is agreed by now.
    if (!socket.connecting && socket.getProtocol() !== null) this.#secure(socket);
    else socket.once('secureConnect', () => this.#secure(socket));
  }

  #connect({ remoteAddress, remotePort }: Socket): void {
    this.connected = performance.now();
    if (remoteAddress !== undefined && remotePort !== undefined) this.at = `${plain(remoteAddress)}:${remotePort}`;
  }

  #secure(socket: TLSSocket): void {
    this.secured = performance.now();
    const { issuer } = socket.getPeerCertificate();
    const by = issuer?.O ?? issuer?.CN;
    this.encryption = [socket.getProtocol() ?? 'TLS', ...(by === undefined ? [] : [by])].join(', ');
  }

  /** When the request could be sent. */
  get ready(): number {
    return this.secured ?? this.connected ?? this.began;
  }
}

function isSecure(socket: Socket): socket is TLSSocket {
  return 'encrypted' in socket;
}

/** An IPv4 address that is written as one of IPv6 is the same address. */
export function plain(address: string): string {
  return address.replace(/^::ffff:/, '');
}
