import type { Server } from 'node:http';
import { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';

/** Connections that are read through another stream by now; what their first parser says is over. */
const readAnew = new WeakSet<Duplex>();

/**
 * Node refuses an address with letters that nobody encoded (`?MESSAGE=Привет` of cURL and PHP), which web servers take. Encodes
 * them and has the request read again. False where that was not it.
 */
export function takeBareLetters(
  server: Server,
  socket: Duplex,
  error: Readonly<{ code?: string; rawPacket?: unknown }>,
): boolean {
  if (readAnew.has(socket)) return true;
  const { code, rawPacket } = error;
  const encoded = code === 'HPE_INVALID_URL' && Buffer.isBuffer(rawPacket) ? withoutBareLetters(rawPacket) : undefined;
  if (encoded === undefined) return false;
  readAnew.add(socket);
  server.emit(socket instanceof TLSSocket ? 'secureConnection' : 'connection', beginningWith(encoded, socket));
  return true;
}

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
