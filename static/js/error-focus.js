/* After a refused form: the focus goes to the summary, its links to the fields. */

export default function errorFocus(summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (field) {
      event.preventDefault();
      const first = field.matches("input, select, textarea") ? field : field.querySelector("input, select");
      (first ?? field).focus();
    }
  });
}
