/* This frame's side of the conversation with DigitalRiver.js in the shop's page.
   A message counts only if it comes from the parent window, from the origin that opened us, and
   carries the channel name that the parent drew at random for this one mount. */

const query = new URLSearchParams(location.search);
const channel = query.get("channel") ?? "";
const parentOrigin = originIn(query.get("parent"));

function originIn(text) {
  try {
    const url = new URL(text);
    return ["http:", "https:"].includes(url.protocol) && url.origin === text ? text : null;
  } catch {
    return null; // not an address at all: treated like a page opened by itself
  }
}

export function isFramed() {
  return window.parent !== window && parentOrigin !== null && channel.length >= 16;
}

export function send(type, content = {}) {
  window.parent.postMessage({ ...content, channel, type }, parentOrigin);
}

/* Calls `handlers[type](content)`; where that returns something, it goes back as the answer. */
export function listen(handlers) {
  window.addEventListener("message", async (event) => {
    if (event.source !== window.parent || event.origin !== parentOrigin) return;
    const message = event.data;
    if (typeof message !== "object" || message === null || message.channel !== channel) return;
    if (typeof message.type !== "string" || !Object.hasOwn(handlers, message.type)) return;
    const answer = await handlers[message.type](message);
    if (Number.isInteger(message.request)) send("answer", { request: message.request, answer });
  });
}
