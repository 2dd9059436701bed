/* Says what is wrong with a field when one leaves it, and takes it back as soon as it is mended.
   The texts come from the form or what is around it: data-text-required, data-text-email and
   data-text-invalid; a field's own title attribute explains its pattern. The server checks everything again and writes the summary. */

function complaint(input, texts) {
  const { validity } = input;
  if (validity.valid) {
    return "";
  }
  if (validity.valueMissing) {
    return texts.textRequired;
  }
  if (validity.typeMismatch && input.type === "email") {
    return texts.textEmail;
  }
  return input.title || texts.textInvalid;
}

function show(input, text) {
  const field = input.closest("[data-field]");
  const error = field?.querySelector("[data-error]");
  if (!error) {
    return;
  }
  field.classList.toggle("field--invalid", Boolean(text));
  error.hidden = !text;
  error.querySelector("span").textContent = text;
  const described = new Set((input.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean));
  if (text) {
    input.setAttribute("aria-invalid", "true");
    described.add(error.id);
  } else {
    input.removeAttribute("aria-invalid");
    described.delete(error.id);
  }
  if (described.size) {
    input.setAttribute("aria-describedby", [...described].join(" "));
  } else {
    input.removeAttribute("aria-describedby");
  }
}

export default function validate(form) {
  const texts = form.closest("[data-text-required]")?.dataset ?? {};
  form.noValidate = true;

  form.addEventListener("change", ({ target }) => {
    if (target.willValidate && texts.textRequired) {
      show(target, complaint(target, texts));
    }
  });
  form.addEventListener("input", ({ target }) => {
    if (target.getAttribute?.("aria-invalid") === "true" && target.validity.valid) {
      show(target, "");
    }
  });
}
