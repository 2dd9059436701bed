/* Card brands: how their numbers begin, how long they are, how they are grouped and checked. */

const FOURS = [4, 4, 4, 4, 4];

/* Order matters: the first pattern that fits wins. `id` is the spelling of `creditCard.brand`. */
const BRANDS = [
  { id: "Amex", name: "American Express", starts: /^3[47]/, lengths: [15], groups: [4, 6, 5], code: 4 },
  { id: "Diners", name: "Diners Club", starts: /^3(0[0-5]|095|[689])/, lengths: [14, 16, 19], groups: [4, 6, 4, 5], code: 3 },
  { id: "JCB", name: "JCB", starts: /^35(2[89]|[3-8])/, lengths: [16, 17, 18, 19], groups: FOURS, code: 3 },
  { id: "Visa", name: "Visa", starts: /^4/, lengths: [13, 16, 19], groups: FOURS, code: 3 },
  { id: "MasterCard", name: "Mastercard", starts: /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16], groups: FOURS, code: 3 },
  { id: "Discover", name: "Discover", starts: /^(6011|64[4-9]|65)/, lengths: [16, 19], groups: FOURS, code: 3 },
  { id: "UnionPay", name: "UnionPay", starts: /^(62|81)/, lengths: [16, 17, 18, 19], groups: FOURS, code: 3 },
  { id: "Maestro", name: "Maestro", starts: /^(50|5[6-9]|6)/, lengths: [12, 13, 14, 15, 16, 17, 18, 19], groups: FOURS, code: 3 },
];

const UNKNOWN = { id: "unknown", name: "", lengths: [12, 13, 14, 15, 16, 17, 18, 19], groups: FOURS, code: 3 };

export function brandOf(digits) {
  return BRANDS.find((brand) => brand.starts.test(digits)) ?? UNKNOWN;
}

export function longest(brand) {
  return Math.max(...brand.lengths);
}

/* The check digit of ISO/IEC 7812. */
export function passesLuhn(digits) {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    let digit = Number(digits[digits.length - 1 - place]);
    if (place % 2 === 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return digits.length > 0 && sum % 10 === 0;
}

export function grouped(digits, brand) {
  const parts = [];
  let rest = digits;
  for (const size of brand.groups) {
    if (!rest) break;
    parts.push(rest.slice(0, size));
    rest = rest.slice(size);
  }
  return parts.join(" ");
}

/* The code of what is wrong with a number, or null.
   Source: developer-resources/reference/elements/README.md (codes) */
export function numberError(digits) {
  if (!digits) return "empty_card_number";
  const brand = brandOf(digits);
  if (digits.length < Math.min(...brand.lengths)) return "incomplete_card_number";
  const fits = brand.lengths.includes(digits.length) && passesLuhn(digits);
  if (fits) return null;
  return digits.length < Math.min(16, longest(brand)) ? "incomplete_card_number" : "invalid_card_number";
}

export function codeError(code, brand) {
  if (!code) return "empty_security_code";
  if (code.length < brand.code) return "incomplete_security_code";
  return code.length === brand.code ? null : "invalid_security_code";
}
