/** Servers that are none, or not what they should be. All on loopback, all closed by `close`. */
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, createServer as createNet, type Server, type Socket } from 'node:net';
import { certificate } from './certificate.ts';

export interface BrokenServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Closes each connection once the first bytes have come. */
export const closesAtOnce = () =>
  listen(
    createNet((socket) => void socket.once('data', () => socket.destroy())),
    'http',
  );

/** Its certificate is one that nobody vouches for. */
export const selfSigned = () =>
  listen(
    createHttps(certificate, (_, response) => response.end()),
    'https',
  );

/** Speaks http where https is asked for. */
export const notSecure = () =>
  listen(
    createHttp((_, response) => response.end()),
    'https',
  );

/** A port where nothing listens any more. */
export async function nobody(): Promise<BrokenServer> {
  const server = await listen(createNet(), 'http');
  await server.close();
  return { url: server.url, close: () => Promise.resolve() };
}

/** Answers as it is told. */
export const answering = (listener: RequestListener) => listen(createHttp(listener), 'http');

async function listen(server: Server, protocol: string): Promise<BrokenServer> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => {}).once('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${protocol}://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
