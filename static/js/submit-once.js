/* One press sends a form once: later presses do nothing, and the button shows that it works. */

export default function submitOnce(form) {
  let sent = false;

  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    // Somebody else (add-to-cart, the payment form) may have taken this submit over.
    if (!event.defaultPrevented) {
      sent = true;
      event.submitter?.setAttribute("aria-busy", "true");
    }
  });
  // A page that comes back from the browser's own cache can be sent again.
  window.addEventListener("pageshow", () => {
    sent = false;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });
}
