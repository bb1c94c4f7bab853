// What the generator leaves out: names of headings, headers of tables, and a search.

// Headings get the names by which links call them, as on the pages of a repository.
function nameHeadings(page) {
  for (const heading of page.querySelectorAll("h1, h2, h3, h4")) {
    const words = heading.textContent.trim().toLowerCase();
    heading.id ||= words.replace(/[^\p{L}\p{N} _-]/gu, "").replace(/ /g, "-");
  }
}

// A table whose first cell is empty has headers in its first column, and perhaps none in its first row.
function nameRows(page) {
  for (const table of page.querySelectorAll("#bodyColumn table")) {
    const first = table.rows[0];
    if (!first || first.cells[0].textContent.trim()) continue;
    if (!first.textContent.trim()) first.remove();
    for (const row of table.rows) {
      if (row === first) continue;
      const header = document.createElement("th");
      header.scope = "row";
      header.append(...row.cells[0].childNodes);
      row.cells[0].replaceWith(header);
    }
  }
}

// The pages of the menu, read when somebody first searches: their parts from heading to heading.
let parts;

async function read(address) {
  const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
  nameHeadings(page);
  const found = [];
  const title = page.querySelector("#bodyColumn h1")?.textContent.trim() ?? "";
  for (const node of page.querySelectorAll("#bodyColumn :is(h1, h2, h3, h4, p, pre, li, tr)")) {
    if (/^H/.test(node.tagName) || !found.length) {
      found.push({ title, heading: node.textContent.trim(), to: address + "#" + node.id, text: "" });
    } else {
      found.at(-1).text += node.textContent.replace(/\s+/g, " ") + " ";
    }
  }
  return found;
}

async function search(words, list) {
  const menu = [...document.querySelectorAll("#leftColumn .nav a[href]")].map((a) => a.href);
  const pages = new Set([location.href, ...menu].map((address) => address.replace(/#.*/, "")));
  parts ??= Promise.all(
    [...pages].filter((address) => !address.includes("/apidocs/")).map(read)
  ).then((all) => all.flat());
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const all = await parts;
  const rank = (part) => wanted.filter((word) => part.heading.toLowerCase().includes(word)).length;
  const hits = all
    .filter((part) => wanted.every((word) => (part.heading + " " + part.text).toLowerCase().includes(word)))
    .sort((a, b) => rank(b) - rank(a));
  list.replaceChildren(
    ...(wanted.length ? hits.slice(0, 12) : []).map((part) => {
      const at = Math.max(0, part.text.toLowerCase().indexOf(wanted[0]) - 30);
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = part.to;
      link.textContent = part.title === part.heading ? part.title : part.title + ": " + part.heading;
      const text = document.createElement("small");
      text.textContent = " " + part.text.slice(at, at + 90);
      item.append(link, text);
      return item;
    })
  );
  if (wanted.length && !hits.length) list.textContent = "No page has these words.";
}

function addSearch() {
  const form = document.createElement("form");
  form.id = "search";
  form.role = "search";
  form.innerHTML = '<input type="search" placeholder="Search" aria-label="Search"><ol aria-live="polite"></ol>';
  const [input, list] = form.children;
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", () => search(input.value, list));
  document.querySelector("#leftColumn .well")?.prepend(form);
}

document.addEventListener("DOMContentLoaded", () => {
  nameHeadings(document);
  nameRows(document);
  if (location.protocol.startsWith("http")) addSearch(); // a page opened as a file can read no other
  const there = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (there) there.scrollIntoView();
});
