/* Behaviours of the catalog, cart and order pages. */

import addToCart from "./add-to-cart.js";
import errorFocus from "./error-focus.js";
import gallery from "./gallery.js";
import menu from "./menu.js";
import { attach } from "./modules.js";
import quantity from "./quantity.js";
import submitOnce from "./submit-once.js";
import suggest from "./suggest.js";
import validate from "./validate.js";
import variants from "./variants.js";

attach({
  "add-to-cart": addToCart,
  "error-focus": errorFocus,
  "submit-once": submitOnce,
  form(form) {
    validate(form);
    submitOnce(form);
  },
  gallery,
  menu,
  quantity,
  suggest,
  validate,
  variants,
});
