/* Products below the search field while one types: links that arrow keys and Tab reach. */

const PAUSE = 150;

export default function suggest(form) {
  const input = form.querySelector("input[type=search]");
  const list = form.querySelector("[data-suggestions]");
  let timer;
  let request;
  let shown = "";

  const hide = () => {
    list.hidden = true;
  };
  const links = () => [...list.querySelectorAll("a")];

  async function load() {
    const text = input.value.trim();
    request?.abort();
    if (text.length < 2) {
      hide();
      return;
    }
    if (text === shown) {
      list.hidden = !links().length;
      return;
    }
    request = new AbortController();
    try {
      const url = `${form.dataset.url}?${new URLSearchParams({ q: text })}`;
      const response = await fetch(url, { signal: request.signal, headers: { "HX-Request": "true" } });
      if (response.ok) {
        list.innerHTML = await response.text();
        shown = text;
        list.hidden = !links().length || !form.contains(document.activeElement);
      }
    } catch (error) {
      // Suggestions are a courtesy: the search itself still works.
      if (error.name !== "AbortError") {
        hide();
      }
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(load, PAUSE);
  });
  input.addEventListener("focus", () => {
    list.hidden = input.value.trim() !== shown || !links().length;
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) {
      hide();
    }
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      // In this order: a field that gets the focus shows its suggestions again.
      input.focus();
      hide();
    }
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || list.hidden) {
      return;
    }
    event.preventDefault();
    const stops = [input, ...links()];
    const step = event.key === "ArrowDown" ? 1 : -1;
    const at = stops.indexOf(document.activeElement);
    stops[(at + step + stops.length) % stops.length].focus();
  });
}
