/**
 * A stand-in for the browser library, for tests: written from its documentation. Posts a form, calls back with results.
 * Runs in a page and in Node alike.
 */
export function createStandIn(base, accessToken) {
  const encode = (value, key, pairs) => {
    if (value === null || value === undefined) return pairs;
    if (typeof value === 'object') {
      for (const name of Object.keys(value)) encode(value[name], key === '' ? name : `${key}[${name}]`, pairs);
    } else pairs.push(`${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`);
    return pairs;
  };
  const resultOf = (answer, query, status) => ({
    answer,
    query,
    status,
    data: () => answer.result,
    error: () =>
      answer.error ? { status, ex: { error: answer.error, error_description: answer.error_description } } : undefined,
    more: () => typeof answer.next === 'number',
    total: () => answer.total,
    time: () => answer.time,
    next: () => false,
  });
  const calls = [];
  const BX24 = {
    calls,
    getDomain: () => new URL(base).host,
    getAuth: () => ({ access_token: accessToken }),
    callMethod(method, params, callback) {
      calls.push(method);
      const body = encode({ ...params, auth: accessToken }, '', []).join('&');
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      fetch(`${base}/rest/${method}.json`, { method: 'POST', headers, body }).then(async (response) => {
        const answer = await response.json();
        callback?.(resultOf(answer, { method, data: params }, response.status));
      });
    },
    callBatch(commands, callback, haltOnError) {
      const cmd = Array.isArray(commands) ? [] : {};
      for (const key of Object.keys(commands)) {
        const [method, params] = Array.isArray(commands[key])
          ? commands[key]
          : [commands[key].method, commands[key].params];
        cmd[key] = `${method}?${encode(params, '', []).join('&')}`;
      }
      BX24.callMethod('batch', { halt: haltOnError ? 1 : 0, cmd }, (answer) => {
        const whole = answer.data();
        const results = Array.isArray(commands) ? [] : {};
        for (const key of Object.keys(commands)) {
          const error = whole.result_error[key];
          results[key] = resultOf(error ?? { result: whole.result[key] }, { method: '', data: {} }, error ? 400 : 200);
        }
        callback?.(results);
      });
    },
  };
  return BX24;
}
