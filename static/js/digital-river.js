/* Loads the vendor's script and styles once, on the first call, and makes one instance of it. */

let loading;

function loadScript(url) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error(`${url} could not be loaded`)));
    document.head.append(script);
  });
}

function loadStyles(url) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = url;
  document.head.append(link);
}

/* settings: jsUrl, cssUrl, publicKey, locale. Resolves to the instance; the class is window.DigitalRiver. */
export function digitalRiver(settings) {
  if (!loading) {
    loadStyles(settings.cssUrl);
    loading = loadScript(settings.jsUrl).then(
      () => new window.DigitalRiver(settings.publicKey, { locale: settings.locale }),
    );
  }
  return loading;
}

/* The vendor's settings of this page; templates/checkout/page.html writes them. */
export function pageSettings() {
  const { jsUrl, cssUrl, publicKey, language } = document.getElementById("compliance").dataset;
  return { jsUrl, cssUrl, publicKey, locale: language };
}
