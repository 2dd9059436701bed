/* What Django's admin leaves unsaid to those who listen: names for the fields of its tables, from the
   head of their column and their row, and the role that its drawn help marks lack. */

function nameFields(table) {
  const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
  for (const row of table.querySelectorAll("tbody tr")) {
    const title = row.querySelector("th, .original p")?.textContent.trim() ?? "";
    [...row.cells].forEach((cell, index) => {
      for (const field of cell.querySelectorAll("input:not([type=hidden]), select, textarea")) {
        if (!field.labels?.length && !field.ariaLabel) {
          field.ariaLabel = [heads[index], title].filter(Boolean).join(", ");
        }
      }
    });
  }
  for (const head of table.querySelectorAll("thead th:empty")) {
    head.replaceWith(document.createElement("td"));
  }
}

document.querySelectorAll("#result_list, .tabular table").forEach(nameFields);

const searchIcon = document.querySelector("#changelist-search label[for=searchbar]");
if (searchIcon) {
  document.getElementById("searchbar").ariaLabel = searchIcon.querySelector("img").alt;
}

// Django draws its two-column choosers when the page has loaded; this comes after it.
window.addEventListener("load", () => {
  setTimeout(() => {
    for (const mark of document.querySelectorAll(".help-tooltip[aria-label]")) {
      mark.setAttribute("role", "img");
    }
  });
});
