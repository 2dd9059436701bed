/* The vendor's payment form. Card data stays in its frame; this page learns a source's id and hands it on. */

import { digitalRiver, pageSettings } from "./digital-river.js";

const PATIENCE = 20000;

const csrfToken = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

export default async function payment(part) {
  const texts = part.dataset;
  const configuration = JSON.parse(document.getElementById("drop-in-configuration").textContent);
  const message = document.querySelector("[data-payment-message]");
  const loading = part.querySelector("[data-payment-loading]");
  let busy = false;
  let ready = false;

  function tell(text) {
    message.hidden = !text;
    message.querySelector("p").textContent = text;
    if (text) {
      message.scrollIntoView({ block: "nearest" });
    }
  }

  function wait(text) {
    loading.hidden = !text;
    if (text) {
      loading.querySelector("span:last-child").textContent = text;
    }
  }

  async function attach(sourceId) {
    const response = await fetch(texts.attachUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
      body: JSON.stringify({ sourceId }),
    });
    return response.json();
  }

  async function onSuccess({ source }) {
    if (busy) {
      return;
    }
    busy = true;
    tell("");
    wait(texts.textWait);
    try {
      const answer = await attach(source.id);
      if (answer.next) {
        window.location.assign(answer.next);
        return;
      }
      tell(answer.message);
    } catch {
      tell(texts.textError);
    }
    busy = false;
    wait("");
  }

  try {
    const library = await digitalRiver(pageSettings());
    const dropIn = library.createDropin({
      ...configuration,
      onSuccess,
      onError: () => tell(texts.textError),
      onCancel: () => tell(texts.textCancel),
      onReady: ({ paymentMethodTypes }) => {
        ready = true;
        wait("");
        tell(paymentMethodTypes?.length === 0 ? texts.textEmpty : "");
      },
    });
    dropIn.mount("drop-in");
    setTimeout(() => {
      if (!ready) {
        wait("");
        tell(texts.textUnavailable);
      }
    }, PATIENCE);
  } catch (error) {
    console.error(`Payment form: ${error.message}`);
    wait("");
    tell(texts.textUnavailable);
  }
}
