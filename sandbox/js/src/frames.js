/* A hosted page in a frame, and the conversation with it.
   A message counts only if it comes from that very frame, from our origin, and carries the channel
   name drawn for this mount; what we send is addressed to our origin only. */

const FRAME_TIMEOUT_MS = 15000;

/* handlers: {height, change, return, …: called with the message}; -> {element, opened, ask, close} */
function openFrame({ page, title, locale, handlers }) {
  const channel = randomName();
  const query = new URLSearchParams({ channel, parent: location.origin, locale });
  const element = create("iframe", {
    class: "dr-frame",
    src: `${ORIGIN}/hosted/${page}?${query}`,
    title,
    scrolling: "no",
  });
  const waiting = new Map();
  let lastRequest = 0;
  let announceReady;
  const ready = new Promise((resolve) => { announceReady = resolve; });

  const own = {
    ready: () => announceReady(),
    height: ({ height }) => { if (height > 0 && height < 5000) element.style.height = `${height}px`; },
    answer({ request, answer }) {
      waiting.get(request)?.(answer);
      waiting.delete(request);
    },
  };

  function receive(event) {
    if (event.source !== element.contentWindow || event.origin !== ORIGIN) return;
    const message = event.data;
    if (typeof message !== "object" || message === null || message.channel !== channel) return;
    const handler = own[message.type] ?? handlers[message.type];
    if (typeof handler === "function") handler(message);
  }
  window.addEventListener("message", receive);

  return {
    element,
    /* Resolves when the page has answered; rejects with an error body when it never does. */
    opened: () => withTimeout(ready, FRAME_TIMEOUT_MS),
    /* Sends a request and resolves with the page's answer. */
    ask(type, content = {}) {
      lastRequest += 1;
      const request = lastRequest;
      const answered = new Promise((resolve) => { waiting.set(request, resolve); });
      element.contentWindow?.postMessage({ ...content, channel, type, request }, ORIGIN);
      return answered;
    },
    close() {
      window.removeEventListener("message", receive);
      element.remove();
    },
  };
}

function withTimeout(promise, milliseconds) {
  let timer;
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(
      () => reject(errorBody("no_network", "no_response", "The payment form did not load.")),
      milliseconds,
    );
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
