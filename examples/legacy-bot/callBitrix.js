const PROTOCOL = process.env.BITRIX_PROTOCOL || 'https';

/** The one way this bot talks to Bitrix24. Answers the envelope `{ result, time }`, or `{ error, error_description }`. */
export async function callBitrix(domain, token, method, params = {}) {
  const response = await fetch(`${PROTOCOL}://${domain}/rest/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...params, auth: token }),
  });
  return response.json();
}
