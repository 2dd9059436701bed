/* Expiry dates as people type, paste and autofill them: 4/30, 0430, 04/2030, 2030-04. */

const FURTHEST_YEARS = 20;

/* What the field shows: `MM / YY`, with the separator typed for the shopper. */
export function formatExpiry(text, { deleting = false } = {}) {
  const [month, year] = parts(text);
  if (!month) return "";
  if (month.length < 2 && year === null) return month;
  if (deleting && !year) return month.slice(0, 2);
  return `${month.padStart(2, "0")} / ${year ?? ""}`;
}

export function parseExpiry(text) {
  const [month, year] = parts(text);
  if (!month || !year || year.length !== 2) return null;
  return { month: Number(month), year: 2000 + Number(year) };
}

export function expiryError(text, today = new Date()) {
  if (!text.trim()) return "empty_expiration_date";
  const expiry = parseExpiry(text);
  if (!expiry) return "incomplete_expiration_date";
  if (expiry.month < 1 || expiry.month > 12) return "invalid_expiration_month";
  const months = (expiry.year - today.getFullYear()) * 12 + expiry.month - (today.getMonth() + 1);
  if (months < 0) return "invalid_expiration_year";
  return months > FURTHEST_YEARS * 12 ? "invalid_expiration_date" : null;
}

/* [month digits, year digits or null while the month is still being typed] */
function parts(text) {
  const iso = text.match(/^\s*(\d{4})\s*[-/.]\s*(\d{1,2})\s*$/);
  if (iso) return [iso[2], iso[1].slice(2)];
  const split = text.match(/^\s*(\d{1,2})\s*[-/. ]\s*(\d{0,4})/);
  if (split) return [split[1], shortYear(split[2])];
  const digits = text.replace(/\D/g, "").slice(0, 6);
  // A first digit above 1 can only be a month by itself: 4 becomes 04.
  const size = /^[2-9]/.test(digits) ? 1 : 2;
  const month = digits.slice(0, size);
  const done = size === 1 || digits.length >= 2;
  return [month, done && month ? shortYear(digits.slice(size)) : null];
}

function shortYear(year) {
  return year.length === 4 && year.startsWith("20") ? year.slice(2) : year.slice(0, year.length === 3 ? 3 : 2);
}
