/** Connections that do not come about, or are not what they seem: reset, refused, without a name, without a right certificate, by a proxy. */
import http from 'node:http';
import https from 'node:https';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import { selfSigned } from '../certificate.ts';
import {
  broken,
  type Elsewhere,
  type Expected,
  type Failure,
  type Fault,
  failures,
  nothing,
  type Row,
  redirected,
  whole,
} from '../fault.ts';
import { bytesOf, recording, saidIn } from '../recording.ts';
import { byHand } from '../wire.ts';

const closedAtOnce = nothing(failures.closed);
const notHttp = nothing(failures.notTheApi);
const said = saidIn(recording);

/** A server of bare sockets. */
async function sockets(onSocket: (socket: Socket) => void, scheme = 'http'): Promise<Elsewhere> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {}).once('close', () => open.delete(socket));
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `${scheme}://127.0.0.1:${portOf(server.address())}`, close: () => closed(server, open) };
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address ? address.port : 0;
}

function closed(server: { close(callback: () => void): unknown }, open: Iterable<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of open) socket.destroy();
  });
}

/** Calls back when a request has come whole: its headers and its body. */
function onRequest(socket: Socket, answer: () => void): void {
  let text = '';
  socket.on('data', (piece) => {
    text += piece.toString('latin1');
    const head = text.indexOf('\r\n\r\n');
    const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
    if (head < 0 || text.length < head + 4 + length) return;
    text = '';
    answer();
  });
}

/** What a server says to each request, byte for byte, and then ends the connection. */
function says(name: string, answer: string | Uint8Array, expected: Expected = closedAtOnce): Fault {
  return { name, elsewhere: () => sockets((socket) => onRequest(socket, () => socket.end(answer))), expected };
}

const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n';
const chunked = `${head}transfer-encoding: chunked\r\n\r\n`;

function chunk(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}

/** The first 12 events hold text; the reply has not ended. */
const some = recording.slice(0, 12);

/** For as long as one fault is tried, names are looked up by this. */
function withoutNames(code: string): () => Promise<Elsewhere> {
  return async () => {
    const { globalAgent } = http;
    http.globalAgent = new http.Agent({
      lookup: (host, _options, callback) => {
        setImmediate(() => callback(Object.assign(new Error(`getaddrinfo ${code} ${host}`), { code, hostname: host }), []));
      },
    });
    return {
      url: 'http://api.parley.invalid',
      close: async () => {
        http.globalAgent = globalAgent;
      },
    };
  };
}

/** As the editor goes through a proxy: it asks for a tunnel, and where that is refused, the refusal is taken for the answer. */
function throughProxy(onSocket: (socket: Socket) => void): () => Promise<Elsewhere> {
  return async () => {
    const proxy = await sockets(onSocket);
    const { globalAgent } = https;
    const agent = new https.Agent();
    agent.createConnection = (_options, callback) => {
      const answer: Buffer[] = [];
      const tunnel = connect(Number(new URL(proxy.url).port), '127.0.0.1');
      tunnel
        .on('data', (piece) => answer.push(piece))
        .once('error', (error) => callback?.(error, tunnel))
        .once('end', () => callback?.(null, answeredWith(Buffer.concat(answer))));
      tunnel.write('CONNECT api.parley.invalid:443 HTTP/1.1\r\nhost: api.parley.invalid:443\r\n\r\n');
      return undefined;
    };
    https.globalAgent = agent;
    return {
      url: 'https://api.parley.invalid',
      close: async () => {
        https.globalAgent = globalAgent;
        agent.destroy();
        await proxy.close();
      },
    };
  };
}

/** What is written to it goes nowhere; what is read from it is there already. */
function answeredWith(answer: Buffer): Duplex {
  const stream = new Duplex({ read: () => {}, write: (_piece, _encoding, done) => done() });
  stream.push(answer);
  stream.push(null);
  return stream;
}

function proxySays(name: string, answer: string, failure: Failure): Fault {
  return { name, elsewhere: throughProxy((socket) => socket.once('data', () => socket.end(answer))), expected: nothing(failure) };
}

const page = '<html><body>Refused by policy.</body></html>';
const pageHeaders = `content-type: text/html\r\ncontent-length: ${page.length}\r\n\r\n${page}`;

export const connections: readonly Row[] = [
  {
    name: 'a reset at connect',
    faults: () => [
      { name: 'reset', elsewhere: () => sockets((socket) => socket.resetAndDestroy()), expected: closedAtOnce },
      { name: 'closed', elsewhere: () => sockets((socket) => socket.destroy()), expected: closedAtOnce },
      { name: 'ended', elsewhere: () => sockets((socket) => socket.end()), expected: closedAtOnce },
    ],
  },
  {
    name: 'a reset once the request has come',
    faults: () => [
      { name: 'reset', elsewhere: () => sockets((socket) => onRequest(socket, () => socket.resetAndDestroy())), expected: closedAtOnce },
      says('ended without a byte', ''),
    ],
  },
  {
    name: 'a reset at the headers',
    faults: () =>
      ['HTT', 'HTTP/1.1 200', 'HTTP/1.1 200 OK\r\n', 'HTTP/1.1 200 OK\r\ncontent-type: text/ev', head].flatMap((sent) => [
        says(`ended after ${sent.length} bytes`, sent),
        {
          name: `reset after ${sent.length} bytes`,
          scripts: ({ taken }) => [
            byHand(async (wire) => {
              await wire.sendRaw(sent);
              await taken();
              wire.reset();
            }),
          ],
          expected: closedAtOnce,
        } satisfies Fault,
      ]),
  },
  {
    name: 'what is not HTTP',
    faults: () => [
      says('a greeting of SSH', 'SSH-2.0-OpenSSH_9.6\r\n', notHttp),
      says('a greeting of mail', '220 mail.example.com ESMTP\r\n', notHttp),
      says('noise', Buffer.from([0, 1, 2, 3, 255, 254, 13, 10, 13, 10]), notHttp),
      says('a page of HTTP/0.9', '<html>Hello</html>', notHttp),
      says('a status that is no number', 'HTTP/1.1 OK 200\r\n\r\n', notHttp),
      says('headers without an end', `${head}${'x-long: '.padEnd(200_000, 'x')}\r\n\r\n`, notHttp),
      says('a header that is cut in two', `${head}\0broken: yes\r\n\r\n`, notHttp),
      says('another protocol', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n'),
    ],
  },
  {
    name: 'a body that breaks the rules of HTTP',
    faults: () => [
      says(
        'a chunk whose length is no number',
        Buffer.concat([Buffer.from(chunked), chunk(bytesOf(some)), Buffer.from('zz\r\n')]),
        broken(saidIn(some), failures.cutOff),
      ),
      says(
        'a chunk that is cut',
        Buffer.concat([Buffer.from(chunked), chunk(bytesOf(some)), Buffer.from('fff\r\nevent:')]),
        broken(saidIn(some), failures.cutOff),
      ),
      says('no last chunk', Buffer.concat([Buffer.from(chunked), chunk(bytesOf(recording))]), whole(said)),
      says(
        'a length that is too short',
        Buffer.concat([Buffer.from(`${head}content-length: ${bytesOf(some).length}\r\n\r\n`), bytesOf(recording)]),
        broken(saidIn(some), failures.cutOff),
      ),
      says('two lengths', Buffer.concat([Buffer.from(`${head}content-length: 3\r\ncontent-length: 4\r\n\r\n`), bytesOf(some)]), notHttp),
    ],
  },
  {
    name: 'nobody there',
    faults: () => [
      {
        name: 'refused',
        elsewhere: async () => {
          // A port that was free a moment ago.
          const gone = await sockets(() => {});
          await gone.close();
          return { url: gone.url, close: async () => {} };
        },
        expected: nothing(failures.nobodyThere),
      },
    ],
  },
  {
    name: 'a name that is not found',
    faults: () =>
      [
        { code: 'ENOTFOUND', failure: failures.noName },
        { code: 'EAI_AGAIN', failure: failures.noName },
        { code: 'EAI_FAIL', failure: failures.unreachable },
        { code: 'ETIMEOUT', failure: failures.unreachable },
      ].map(({ code, failure }) => ({ name: code, elsewhere: withoutNames(code), expected: nothing(failure) })),
  },
  {
    name: 'a certificate or handshake that fails',
    faults: () => [
      {
        name: 'a certificate that nobody signed',
        elsewhere: async () => {
          const open = new Set<Socket>();
          const server = createTlsServer(selfSigned('127.0.0.1'), (socket) => open.add(socket.on('error', () => {})));
          server.on('tlsClientError', () => {});
          await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
          return { url: `https://127.0.0.1:${portOf(server.address())}`, close: () => closed(server, open) };
        },
        expected: nothing(failures.certificate),
      },
      {
        name: 'no TLS',
        elsewhere: () => sockets((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')), 'https'),
        expected: nothing(failures.notSecure),
      },
      {
        name: 'an alert',
        elsewhere: () => sockets((socket) => socket.once('data', () => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 40]))), 'https'),
        expected: nothing(failures.notSecure),
      },
      {
        name: 'closed in the handshake',
        elsewhere: () => sockets((socket) => socket.once('data', () => socket.destroy()), 'https'),
        expected: closedAtOnce,
      },
      {
        name: 'reset in the handshake',
        elsewhere: () => sockets((socket) => socket.once('data', () => socket.resetAndDestroy()), 'https'),
        expected: closedAtOnce,
      },
    ],
  },
  {
    name: 'a proxy that refuses',
    faults: () => [
      proxySays(
        '407, which wants a login',
        `HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm="x"\r\n${pageHeaders}`,
        failures.proxy,
      ),
      proxySays('403, by a policy', `HTTP/1.1 403 Forbidden\r\n${pageHeaders}`, failures.page),
      proxySays('511, a network with a login', `HTTP/1.1 511 Network Authentication Required\r\n${pageHeaders}`, failures.proxy),
      proxySays(
        'a redirect to its own page',
        'HTTP/1.1 302 Found\r\nlocation: http://login.invalid/\r\ncontent-length: 0\r\n\r\n',
        redirected('http://login.invalid'),
      ),
      proxySays('nothing', '', failures.closed),
      { name: 'a reset', elsewhere: throughProxy((socket) => socket.once('data', () => socket.resetAndDestroy())), expected: closedAtOnce },
    ],
  },
  {
    name: 'a kept connection that is gone when it is used again',
    faults: () => [
      {
        name: 'reset by the second request',
        elsewhere: () => {
          const used = new WeakSet<Socket>();
          const again = Buffer.concat([Buffer.from(chunked), chunk(bytesOf(recording)), Buffer.from('0\r\n\r\n')]);
          const refused = 'HTTP/1.1 500 Oops\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}';
          let answered = 0;
          return sockets((socket) =>
            onRequest(socket, () => {
              if (used.has(socket)) socket.resetAndDestroy();
              else socket.write(answered++ === 0 ? refused : again);
              used.add(socket);
            }),
          );
        },
        // The second attempt finds the connection of the first one reset, and takes another without a word.
        expected: whole(said, [500]),
      },
    ],
  },
];
