/* Turns card data into a payment source. The only place that card data is sent to: our own origin. */

const TIMEOUT_MS = 20000;

/* -> {source} or {error: {type, errors[]}}, the shape of DigitalRiver.createSource. */
export async function createCardSource({ key, details, card }) {
  const body = { ...details, type: "creditCard", creditCard: card };
  let response;
  try {
    response = await fetch("/v1/internal/sources", {
      method: "POST",
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
      credentials: "omit",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    return failure("no_network", "no_response", "The payment service could not be reached.");
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) return { error: vendorError(answer) };
  if (!answer || typeof answer.id !== "string") {
    return failure("internal_server_error", "unknown_error", "The answer was not readable.");
  }
  if (answer.state === "failed") return failure("conflict", "declined", "The source failed.");
  return { source: withoutCardData(answer) };
}

function failure(type, code, message) {
  return { error: { type, errors: [{ code, message }] } };
}

function vendorError(answer) {
  if (typeof answer?.type === "string" && Array.isArray(answer.errors)) {
    return { type: answer.type, errors: answer.errors };
  }
  return failure("internal_server_error", "unknown_error", "The answer was not readable.").error;
}

/* The service never echoes these; should it ever, the shop's page still does not get them. */
function withoutCardData(source) {
  const { number, cvv, ...card } = source.creditCard ?? {};
  return { ...source, creditCard: card };
}
