import type { Server } from 'node:http';
import { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';

/**
 * Node refuses an address with letters that nobody encoded (`?MESSAGE=Привет` of cURL and PHP), which web servers take. Encodes
 * them and has the request read again. The command does this by itself; a server of your own wants it for `clientError`.
 *
 * @returns false where that was not it, and the connection is still to be closed
 * @example
 * const gateway = createGateway({ portal: 'https://acme.bitrix24.com' });
 * const server = createServer(gateway.listener).listen(8790, '127.0.0.1');
 * server.on('clientError', (error, socket) => {
 *   if (!takeBareLetters(server, socket, error)) socket.destroy();
 * });
 */
export function takeBareLetters(server: Server, socket: Duplex, error: object): boolean {
  if (readAnew.has(socket)) return true;
  const { code, rawPacket }: { code?: unknown; rawPacket?: unknown } = error;
  const encoded = code === 'HPE_INVALID_URL' && Buffer.isBuffer(rawPacket) ? withoutBareLetters(rawPacket) : undefined;
  if (encoded === undefined) return false;
  readAnew.add(socket);
  server.emit(socket instanceof TLSSocket ? 'secureConnection' : 'connection', beginningWith(encoded, socket));
  return true;
}

/** Connections that are read through another stream by now; what their first parser says is over. */
const readAnew = new WeakSet<Duplex>();

/** The bytes of a request whose line has such letters, and nothing but them amiss. */
function withoutBareLetters(bytes: Buffer): Buffer | undefined {
  const end = bytes.indexOf('\r\n');
  const line = bytes.subarray(0, end).toString('latin1');
  if (end < 0 || !LINE.test(line)) return undefined;
  const encoded = line.replace(/[\x80-\xff]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  return Buffer.concat([Buffer.from(encoded, 'latin1'), bytes.subarray(end)]);
}

const LINE = /^[A-Z]+ \/[\x21-\x7e]*[\x80-\xff][\x21-\x7e\x80-\xff]* HTTP\/1\.[01]$/;

/** A connection whose next bytes are given. */
function beginningWith(bytes: Buffer, socket: Duplex): Duplex {
  socket.removeAllListeners('data').removeAllListeners('end');
  const stream = new Duplex({
    allowHalfOpen: true,
    read: () => void socket.resume(),
    write: (chunk, _encoding, done) => void socket.write(chunk, done),
    final: (done) => void socket.end(done),
    destroy(error, done) {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (chunk) => {
    if (!stream.push(chunk)) socket.pause();
  });
  socket.on('end', () => stream.push(null)).on('close', () => stream.destroy());
  stream.push(bytes);
  return stream;
}
