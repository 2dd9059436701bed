/* Behaviours of the checkout's pages. */

import errorFocus from "./error-focus.js";
import menu from "./menu.js";
import { attach } from "./modules.js";
import submitOnce from "./submit-once.js";
import validate from "./validate.js";

attach({
  "error-focus": errorFocus,
  "submit-once": submitOnce,
  form(form) {
    validate(form);
    submitOnce(form);
  },
  menu,
  validate,
});
