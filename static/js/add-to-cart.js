/* Puts a product into the cart without leaving its page. Whatever is not our JSON goes the long way. */

import { toast } from "./toast.js";

function showCount(count) {
  const link = document.querySelector("[data-cart-link]");
  if (!link) {
    return;
  }
  let badge = link.querySelector("[data-cart-count]");
  if (!badge) {
    badge = document.createElement("span");
    badge.className = "cart-count";
    badge.dataset.cartCount = "";
    link.append(badge);
  }
  badge.textContent = count;
  badge.hidden = !count;
}

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
