/* The three inputs: formatting while typing, errors when leaving a field, gone when mended.
   Focus never moves on by itself: who listens to a screen reader would lose the place. */

import { brandOf, codeError, grouped, longest, numberError } from "./brands.js";
import { expiryError, formatExpiry, parseExpiry } from "./expiry.js";

const texts = JSON.parse(document.getElementById("texts").textContent);
const inputs = {
  number: document.getElementById("number"),
  expiry: document.getElementById("expiry"),
  code: document.getElementById("code"),
};
const digitsOf = (text) => text.replace(/\D/g, "");
const number = () => digitsOf(inputs.number.value);
const brand = () => brandOf(number());

const checks = {
  number: () => numberError(number()),
  expiry: () => expiryError(inputs.expiry.value),
  code: () => codeError(inputs.code.value, brand()),
};

let masked = false;
let lastDigits = "";
let notify = () => {};

export function start({ onChange, onReturn, placeholders = {}, mask = false }) {
  notify = onChange;
  masked = mask === true;
  for (const [name, text] of Object.entries(placeholders)) {
    if (typeof text === "string" && name in inputs) inputs[name].placeholder = text;
  }
  for (const name of Object.keys(inputs)) attach(name);
  document.getElementById("card").addEventListener("submit", (event) => {
    event.preventDefault();
    onReturn();
  });
  refresh("number");
}

/* Shows every error there is, and says whether all is well. */
export function validate() {
  const wrong = Object.keys(inputs).filter((name) => showError(name, checks[name]()));
  report();
  return wrong.length === 0;
}

export function focusInvalid() {
  Object.values(inputs).find((input) => input.getAttribute("aria-invalid") === "true")?.focus();
}

export function card() {
  const { month, year } = parseExpiry(inputs.expiry.value);
  return { number: number(), expirationMonth: month, expirationYear: year, cvv: inputs.code.value };
}

/* Locks the fields while a request is under way; they stay readable and keep the focus. */
export function lock(busy) {
  for (const input of Object.values(inputs)) input.readOnly = busy;
}

export function focusNumber() {
  inputs.number.focus();
  inputs.number.select();
}

function attach(name) {
  const input = inputs[name];
  input.addEventListener("input", (event) => {
    formatters[name](event);
    refresh(name);
  });
  input.addEventListener("blur", () => {
    const error = checks[name]();
    if (input.value && error) showError(name, error);
    input.classList.toggle("masked", masked && name !== "expiry" && !error);
    report();
  });
  input.addEventListener("focus", () => input.classList.remove("masked"));
}

const formatters = {
  number(event) {
    const input = inputs.number;
    let before = digitsOf(input.value.slice(0, input.selectionStart ?? input.value.length)).length;
    let digits = number();
    // Backspace took one of our spaces: what the shopper meant is the digit in front of it.
    if (event.inputType === "deleteContentBackward" && digits === lastDigits && before > 0) {
      digits = digits.slice(0, before - 1) + digits.slice(before);
      before -= 1;
    }
    lastDigits = digits.slice(0, longest(brandOf(digits)));
    input.value = grouped(lastDigits, brandOf(lastDigits));
    placeCaret(input, before);
  },
  expiry(event) {
    const input = inputs.expiry;
    if (input.selectionStart !== input.value.length && event.inputType?.startsWith("insert") === false) return;
    const deleting = event.inputType?.startsWith("delete") === true;
    input.value = formatExpiry(input.value, { deleting });
  },
  code() {
    inputs.code.value = digitsOf(inputs.code.value).slice(0, 4);
  },
};

/* Puts the caret behind the n-th digit again after spaces moved. */
function placeCaret(input, digitsBefore) {
  let position = 0;
  let seen = 0;
  while (seen < digitsBefore && position < input.value.length) {
    if (/\d/.test(input.value[position])) seen += 1;
    position += 1;
  }
  if (document.activeElement === input) input.setSelectionRange(position, position);
}

function refresh(name) {
  if (name === "number") showBrand();
  // While typing an error may only vanish; a new one waits until the field is left.
  const shown = inputs[name].getAttribute("aria-invalid") === "true";
  if (shown && !checks[name]()) showError(name, null);
  if (name === "number" && inputs.code.getAttribute("aria-invalid") === "true") showError("code", checks.code());
  report();
}

function showBrand() {
  const { name, code } = brand();
  for (const mark of document.querySelectorAll("[data-mark]")) {
    mark.classList.toggle("dimmed", name !== "" && mark.dataset.mark !== name);
    mark.classList.toggle("found", mark.dataset.mark === name);
  }
  setText("brand-note", name ? texts.brandNote.replace("{brand}", name) : "");
  setText("code-hint", code === 4 ? texts.code.hint4 : texts.code.hint3);
}

function showError(name, code) {
  const input = inputs[name];
  setText(`${name}-error`, code ? texts.errors[code].replace("{digits}", brand().code) : "");
  input.toggleAttribute("aria-invalid", Boolean(code));
  if (code) input.setAttribute("aria-invalid", "true");
  return Boolean(code);
}

/* Announced only when it changes: writing the same text again would be read again. */
function setText(id, text) {
  const element = document.getElementById(id);
  if (element.textContent !== text) element.textContent = text;
}

function report() {
  const errors = Object.fromEntries(Object.keys(inputs).map((name) => [name, checks[name]()]));
  for (const [name, input] of Object.entries(inputs)) {
    const invalid = input.getAttribute("aria-invalid") === "true";
    input.classList.toggle("invalid", invalid);
    input.classList.toggle("complete", !errors[name]);
    input.classList.toggle("empty", !input.value);
  }
  notify({
    brand: brand().id,
    complete: Object.values(errors).every((error) => error === null),
    empty: Object.values(inputs).every((input) => !input.value),
  });
}
