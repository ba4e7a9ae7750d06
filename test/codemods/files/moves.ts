/** A file with a call that `rewrite` moves, and the transport that it has to see for that. */
export const MOVES = `export async function send() {
  await call('imbot.chat.leave', { BOT_ID: 1, CHAT_ID: 5 });
}
async function call(method, params) {
  const answer = await fetch(\`https://acme.example/rest/1/secret/\${method}\`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  return answer.json();
}
`;
