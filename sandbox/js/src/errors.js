/* The vendor's error bodies, and what a shopper reads instead of them. */

function errorBody(type, code, message) {
  return { type, errors: [{ code, message }] };
}

function isErrorBody(value) {
  return typeof value?.type === "string" && Array.isArray(value.errors);
}

const DECLINES = new Set(
  ("declined do_not_honor insufficient_funds card_expired card_limit_exceeded card_type_block " +
    "card_velocity_exceeded failed-request fraud fraud_block issuer_invalid_card issuer_unavailable " +
    "limit_exceeded lost_stolen_card payment_authorization_failed restricted_card source_not_chargeable").split(" "),
);
const SERVICE = new Set(
  ("internal_server_error bad_gateway service_unavailable gateway_timeout request_timeout too_many_requests").split(" "),
);

/* The key in TEXTS[..].errors that tells a shopper about `error`. Codes are never shown. */
function errorText(error) {
  if (error.type === "no_network") return "network";
  if (error.type === "unauthorized" || error.type === "forbidden") return "setup";
  if (error.type === "not_found") return "session";
  if (SERVICE.has(error.type)) return "service";
  return error.errors.some(({ code }) => DECLINES.has(code)) ? "declined" : "refused";
}
