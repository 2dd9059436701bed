/* Behaviours of the checkout's pages. */

import confirming from "./checkout-confirming.js";
import disclosures from "./checkout-disclosures.js";
import payment from "./checkout-payment.js";
import compliance from "./compliance.js";
import errorFocus from "./error-focus.js";
import menu from "./menu.js";
import { attach } from "./modules.js";
import print from "./print.js";
import submitOnce from "./submit-once.js";
import validate from "./validate.js";

attach({
  compliance,
  confirming,
  disclosures,
  "error-focus": errorFocus,
  "submit-once": submitOnce,
  form(form) {
    validate(form);
    submitOnce(form);
  },
  menu,
  payment,
  print,
  validate,
});
