/* Asks every other second what became of the order, and goes on as soon as it is known. */

const PAUSE = 2000;

export default function confirming(part) {
  async function ask() {
    try {
      const response = await fetch(part.dataset.statusUrl, { headers: { Accept: "application/json" } });
      const { state } = await response.json();
      if (response.ok && state !== "placing") {
        window.location.reload();
        return;
      }
    } catch {
      // Asked again below: a lost connection is no answer.
    }
    setTimeout(ask, PAUSE);
  }
  setTimeout(ask, PAUSE);
}
