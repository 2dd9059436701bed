/* The two boxes of Drop-in: saving the payment method (free) and the terms of sale (needed). */

/* -> {node, checked(), complain(), clear()}; `content` is the text beside the box. */
function checkbox(name, content, complaint) {
  const id = freshId(name);
  const errorId = `${id}-error`;
  const input = create("input", { type: "checkbox", id, name: `dr-${name}`, "aria-describedby": errorId });
  const error = create("p", { class: "dr-error", id: errorId, "aria-live": "polite" });
  const clear = () => {
    error.textContent = "";
    input.removeAttribute("aria-invalid");
  };
  input.addEventListener("change", clear);
  const box = create("div", { class: "dr-check" }, input, create("label", { for: id }, content));
  return {
    node: create("div", { class: "dr-consent" }, box, error),
    checked: () => input.checked,
    complain() {
      error.textContent = complaint;
      input.setAttribute("aria-invalid", "true");
      input.focus();
    },
  };
}

/* What has to be agreed to: once for a purchase, the renewal terms for a subscription. */
function termsText(disclosure, usage) {
  return usage === "subscription" ? disclosure.autorenewalPlanTerms.localizedText : disclosure.confirmDisclosure.localizedText;
}

function termsContent(disclosure, { usage, consents }, texts) {
  const fragment = document.createDocumentFragment();
  fragment.append(localized(termsText(disclosure, usage)));
  const own = ["eula", "termsOfUse"].filter((name) => consents?.[name]?.url);
  if (!own.length) return fragment;
  fragment.append(fill(texts.consents.and, { company: consents.companyName }));
  own.forEach((name, place) => fragment.append(place ? ", " : "", link(consents[name].url, texts.consents[name])));
  return fragment;
}

function givenConsents({ consents }, accepted) {
  return {
    termsOfSale: accepted,
    eula: accepted && Boolean(consents?.eula?.url),
    termsOfUse: accepted && Boolean(consents?.termsOfUse?.url),
  };
}
