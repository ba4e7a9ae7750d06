/* Stands in for the vendor's script, which speaks through the frame around the page. This one asks the example's server. */
window.BX24 = (() => {
  let auth;

  function createResult(answer) {
    return {
      answer,
      data: () => answer.result,
      error: () => (answer.error ? { ex: answer, status: answer.status, toString: () => answer.error } : false),
      more: () => answer.next !== undefined,
      total: () => answer.total,
    };
  }

  return {
    init(ready) {
      fetch('/auth')
        .then((response) => response.json())
        .then((given) => {
          auth = given;
          ready();
        });
    },
    getAuth: () => auth,
    getDomain: () => auth.domain,
    callMethod(method, params, callback) {
      fetch(`/rest/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...params, auth: auth.access_token }),
      })
        .then(async (response) => ({ ...(await response.json()), status: response.status }))
        .then((answer) => callback(createResult(answer)));
    },
    callBatch() {
      throw new Error('not in this stand-in: batches with imbot calls go out as one call of "batch"');
    },
  };
})();
