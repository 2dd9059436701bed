/* Calls with the public key. Nothing here carries card data: the hosted card page posts that itself. */

const CALL_TIMEOUT_MS = 15000;

/* -> the JSON answer; throws an error body {type, errors[]} for every kind of failure. */
async function readResource(key, path) {
  let response;
  try {
    response = await fetch(`${ORIGIN}/v1/internal/${path}`, {
      headers: { Authorization: `Bearer ${key}` },
      credentials: "omit",
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    });
  } catch {
    throw errorBody("no_network", "no_response", "The payment service could not be reached.");
  }
  const answer = await response.json().catch(() => null);
  if (response.ok && answer) return answer;
  throw isErrorBody(answer)
    ? answer
    : errorBody("internal_server_error", "unknown_error", "The answer was not readable.");
}

/* {source} or {error}: what retrieveSource answers. The secret proves whose source it is. */
async function readSource(key, id, clientSecret) {
  try {
    const query = new URLSearchParams({ clientSecret });
    return { source: await readResource(key, `sources/${encodeURIComponent(id)}?${query}`) };
  } catch (error) {
    return { error };
  }
}

function readSession(key, sessionId) {
  return readResource(key, `sessions/${encodeURIComponent(sessionId)}`);
}
