/* Buttons beside a number. data-submit sends the form a moment after the last change. */

const PAUSE = 500;

export default function quantity(group) {
  const input = group.querySelector("input");
  const buttons = [...group.querySelectorAll("[data-step]")];
  let timer;

  function settle() {
    for (const button of buttons) {
      const limit = button.dataset.step === "1" ? input.max : input.min;
      button.disabled = limit !== "" && Number(input.value) === Number(limit);
    }
  }

  for (const button of buttons) {
    button.addEventListener("click", () => {
      if (button.dataset.step === "1") {
        input.stepUp();
      } else {
        input.stepDown();
      }
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  input.addEventListener("change", () => {
    settle();
    if ("submit" in group.dataset && input.validity.valid) {
      clearTimeout(timer);
      timer = setTimeout(() => input.form.requestSubmit(), PAUSE);
    }
  });
  settle();
}
