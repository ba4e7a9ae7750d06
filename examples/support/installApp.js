/** What a portal does when an application is installed: it posts ONAPPINSTALL with the first tokens. */
export async function installApp(url, auth) {
  const body = new URLSearchParams({ event: 'ONAPPINSTALL', 'data[VERSION]': '1' });
  for (const [key, value] of Object.entries(auth)) body.set(`auth[${key}]`, String(value));
  const answer = await fetch(url, { method: 'POST', body });
  await answer.text();
}
