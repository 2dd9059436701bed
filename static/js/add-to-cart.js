/* Puts a product into the cart without leaving its page. Whatever is not our JSON goes the long way. */

import { showCount } from "./cart-count.js";
import { toast } from "./toast.js";

export default function addToCart(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.submitter ?? form.querySelector("[type=submit]");
    if (button.getAttribute("aria-busy") === "true") {
      return;
    }
    button.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
      });
      const answer = await response.json();
      if (response.ok) {
        showCount(answer.count);
      }
      toast(answer.message, response.ok && document.querySelector("[data-cart-link]"));
    } catch {
      form.submit();
      return;
    }
    button.removeAttribute("aria-busy");
  });
}
