/* The card page: wires the fields to DigitalRiver.js in the shop's page.
   What leaves this frame: its height, the brand, whether the fields are complete, and the finished
   source. Never a digit of what was typed. */

import { isFramed, listen, send } from "./channel.js";
import * as fields from "./fields.js";
import { createCardSource } from "./source.js";
import { applyAppearance, applyStyle } from "./style.js";

const form = document.getElementById("card");
let key = null;

function configure(options) {
  key = String(options.key ?? "");
  applyAppearance(options.appearance);
  applyStyle(options.style);
  fields.start({
    placeholders: options.placeholders ?? {},
    mask: options.mask,
    onChange: (state) => send("change", state),
    onReturn: () => send("return"),
  });
  form.hidden = false;
  new ResizeObserver(tellHeight).observe(document.body);
  return true;
}

function tellHeight() {
  send("height", { height: Math.ceil(document.body.getBoundingClientRect().height) });
}

async function submit({ details }) {
  if (!fields.validate()) return { invalid: true };
  fields.lock(true);
  const outcome = await createCardSource({ key, details, card: fields.card() });
  fields.lock(false);
  return outcome;
}

if (isFramed()) {
  listen({
    configure,
    submit,
    validate: () => fields.validate(),
    focus: () => fields.focusNumber(),
    focusInvalid: () => fields.focusInvalid(),
  });
  send("ready");
} else {
  document.getElementById("stray").hidden = false;
}
