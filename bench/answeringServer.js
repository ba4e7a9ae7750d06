import { createServer } from 'node:http';

// A child process that answers every POST like Chat.Message.send, so that the client under measure has a core of its own.
const answer = JSON.stringify({
  result: { id: 789, uuidMap: {} },
  time: { start: 1, finish: 1, duration: 0, processing: 0 },
});

const revision = JSON.stringify({ result: { rest: 40 } });

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const text = request.url?.endsWith('Revision.get') ? revision : answer;
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    response.end(text);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.(server.address().port));
process.on('disconnect', () => process.exit(0));
