/* The cart page: the header's number follows, the focus stays, and refused changes show too. */

import { showCount } from "./cart-count.js";

document.addEventListener("cart-changed", ({ detail }) => showCount(detail.count));

// A refusal (422, 404) is the cart with a message, and as good an answer as any.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if ([404, 422].includes(detail.xhr.status) && detail.xhr.responseText.includes('id="cart"')) {
    detail.shouldSwap = true;
    detail.isError = false;
  }
});

// What was pressed is gone with its line: the focus goes to the cart, not to the top of the page.
document.addEventListener("htmx:afterSettle", () => {
  if (document.activeElement === document.body) {
    const cart = document.getElementById("cart");
    cart.tabIndex = -1;
    cart.focus({ preventScroll: true });
  }
});
