/* Drop-in: the whole payment form in one container. */

const LOCK = ["M6 11h12v9H6z", "M8.5 11V8a3.5 3.5 0 0 1 7 0v3"];

function createDropinFor(library, configuration) {
  const settings = dropinOptions(configuration);
  const texts = textsFor(library.language);
  let container = null;
  let view = null;
  let mounts = 0;

  async function show() {
    view?.close();
    mounts += 1;
    const mine = mounts;
    const current = dropinView(library, settings, texts, show);
    view = current;
    container.append(current.root);
    await current.load(() => mine === mounts && container !== null);
  }

  return {
    mount(target) {
      container = containerOf(target);
      show();
    },
    /* Reads the session again and starts afresh, for instance after the total changed. */
    refresh(target) {
      if (target !== undefined) container = containerOf(target);
      if (container) show();
    },
    unmount() {
      mounts += 1;
      view?.close();
      view = null;
      container = null;
    },
  };
}

/* One showing of Drop-in; `restart` builds a fresh one. */
function dropinView(library, settings, texts, restart) {
  const { options } = settings;
  const body = create("div", { class: "dr-body" }, create("p", { class: "dr-loading" }, texts.loading));
  const alert = create("div", { class: "dr-alert", role: "alert" });
  const root = create(
    "div",
    { class: "dr-dropin", lang: TEXTS[library.language.split("-")[0]] ? library.language : "en", "aria-busy": "true" },
    header(library, texts),
    body,
    alert,
  );
  let methods = [];
  let selected = null;
  let busy = false;
  let terms = null;
  let save = null;
  let session = null;
  let disclosure = null;
  let button = null;

  const call = (name, data) => (typeof settings[name] === "function" ? settings[name](data) : undefined);

  function tell(key, values = {}) {
    alert.textContent = key ? fill(texts.errors[key], values) : "";
  }

  function failed(error, paymentMethod) {
    // Telling the shopper is the shop's part; without a handler nobody else would.
    if (!methods.length || typeof settings.onError !== "function") tell(errorText(error));
    call("onError", { ...error, paymentMethod });
  }

  async function load(isCurrent) {
    try {
      [session] = await Promise.all([sessionFor(library, settings), stylesheetApplied(root)]);
      if (!isCurrent()) return;
      disclosure = disclosureFor(session, library, settings);
      await build();
      if (!isCurrent()) return;
      root.setAttribute("aria-busy", "false");
      call("onReady", { paymentMethodTypes: methods.map(({ type }) => type) });
    } catch (error) {
      if (!isCurrent()) return;
      if (!isErrorBody(error)) throw error;
      for (const { method } of methods) method.close();
      methods = [];
      body.replaceChildren(retryButton());
      root.setAttribute("aria-busy", "false");
      failed(error, null);
    }
  }

  function retryButton() {
    const again = create("button", { type: "button", class: "dr-button dr-button-quiet" }, texts.retry);
    again.addEventListener("click", restart);
    return again;
  }

  async function build() {
    methods = shownMethods(session, settings.paymentMethodConfiguration).map(methodEntry);
    if (!methods.length) {
      body.replaceChildren();
      tell("none", { details: [session.country, session.currency].filter(Boolean).join(", ") || "–" });
      root.append(...footer());
      return;
    }
    const loading = body.firstChild;
    const list = create("div", { class: "dr-methods", "data-count": methods.length }, ...methods.map(({ node }) => node));
    body.prepend(list);
    if (methods.length === 1) root.querySelector(".dr-heading").replaceChildren(...methodName(methods[0].type, texts));
    addConsents();
    await Promise.all(methods.map(({ method }) => method.open()));
    loading.remove();
    button = create("button", { type: "button", class: "dr-button DR-button" }, create("span", { class: "dr-button-text" }, buttonText(options.button, texts)));
    button.addEventListener("click", submit);
    root.append(button, ...footer());
    if (options.expandFirstPaymentMethod || methods.length === 1) select(methods[0]);
  }

  function methodEntry({ type, supportsRecurring }) {
    const method = METHODS[type]({
      key: library.key,
      language: library.language,
      texts,
      configuration: settings.paymentMethodConfiguration,
      appearance: () => appearanceOf(root),
      onReturn: () => submit(),
    });
    const panel = create("div", { class: "dr-panel" }, method.node);
    const node = create("div", { class: "dr-method", "data-method": type }, create("div", { class: "dr-method-name" }, ...methodName(type, texts)), panel);
    return { type, method, node, panel, storable: supportsRecurring === true };
  }

  function select(entry) {
    selected = entry;
    for (const other of methods) other.panel.hidden = other !== entry;
    if (save) save.node.hidden = !entry.storable;
  }

  function addConsents() {
    const area = create("div", { class: "dr-consents" });
    if (options.showSavePaymentAgreement && disclosure) {
      save = checkbox("save", localized(disclosure.saveCardMandate.localizedText), texts.errors.consentMissing);
      area.append(save.node);
    }
    if (options.showTermsOfSaleDisclosure && disclosure) {
      terms = checkbox("terms", termsContent(disclosure, options, texts), texts.errors.consentMissing);
      area.append(terms.node);
    }
    if (area.childNodes.length) body.append(area);
  }

  function footer() {
    const parts = [create("p", { class: "dr-secure" }, icon(...LOCK), texts.secure)];
    if (options.showComplianceSection && disclosure) parts.push(complianceNode({ compliance: complianceOf(session, library) }));
    return parts;
  }

  function setBusy(state) {
    busy = state;
    root.setAttribute("aria-busy", String(state));
    // Not `disabled`: that would drop the keyboard's focus in the middle of a payment.
    button.setAttribute("aria-disabled", String(state));
    button.firstChild.textContent = state ? texts.busy : buttonText(options.button, texts);
  }

  async function submit() {
    if (busy || !selected) return;
    setBusy(true);
    tell(null);
    try {
      await pay(selected);
    } finally {
      setBusy(false);
    }
  }

  async function pay(entry) {
    if (!(await entry.method.validate())) return;
    if (terms && !terms.checked()) return terms.complain();
    if (options.flow === "managePaymentMethods" && save && !save.checked()) return save.complain();
    const { source, error, invalid } = await entry.method.createSource(sourceDetails(entry));
    if (invalid) return;
    if (error) {
      failed(error, entry.type);
      return;
    }
    // Stays busy until the shop is done with it, where the shop's handler is async.
    await call("onSuccess", {
      source,
      readyForStorage: source.state === "chargeable" && Boolean(source.mandate),
      supportsStorage: entry.storable,
      ...(options.showTermsOfSaleDisclosure && { consents: givenConsents(options, Boolean(terms?.checked())) }),
    });
  }

  function sourceDetails(entry) {
    const details = {};
    if (settings.sessionId) details.sessionId = settings.sessionId;
    const owner = ownerOf(session, settings);
    if (owner) details.owner = owner;
    const agreed = mandateText(entry);
    if (agreed) details.mandate = { terms: agreed };
    return details;
  }

  function mandateText(entry) {
    if (!entry.storable) return null;
    if (terms?.checked() && options.usage === "subscription") return disclosure.autorenewalPlanTerms.localizedText;
    return save?.checked() ? disclosure.saveCardMandate.localizedText : null;
  }

  function close() {
    for (const { method } of methods) method.close();
    root.remove();
  }

  return { root, load, close };
}

const ROLES = ["text", "muted", "surface", "accent", "danger"];

/* What a frame needs to know to look like a part of the page around it: light or dark, and the
   colours of DigitalRiver.css as the shop may have overridden them. */
function appearanceOf(root) {
  const style = getComputedStyle(root);
  const colors = ROLES.map((role) => [role, style.getPropertyValue(`--dr-${role}`).trim()]);
  return { colorScheme: style.colorScheme, colors: Object.fromEntries(colors) };
}

/* "Payment" while loading and above a choice; the method's own name where there is only one. */
function header(library, texts) {
  const parts = [create("p", { class: "dr-heading" }, texts.heading)];
  if (library.key.startsWith("pk_test")) parts.push(create("span", { class: "dr-pill" }, texts.testMode));
  return create("div", { class: "dr-header" }, ...parts);
}

function methodName(type, texts) {
  return [icon(...(METHOD_ICONS[type] ?? [])), texts.methods[type] ?? type];
}

function buttonText({ type, buttonText: own }, texts) {
  return (type === "custom" && own) || texts.buttons[type] || texts.buttons.continue;
}
