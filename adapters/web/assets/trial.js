"use strict";
// What is pressed is sent without loading the page anew; what changes arrives as events. Without this script the
// same forms work, and each shows the page again.
const at = (id) => document.getElementById(id);
const say = (words) => { at("status").textContent = words; };
const narrow = matchMedia("(max-width: 899px)");
const columns = [...document.querySelectorAll(".column")];
const tabs = columns.map((column) => at(`tab-${column.id}`));

document.addEventListener("submit", async (event) => {
  const form = event.target, button = event.submitter;
  if (!form.hasAttribute("data-live")) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") return;
  if (button?.dataset.confirm && !confirm(button.dataset.confirm)) return;
  form.setAttribute("aria-busy", "true");
  const body = new URLSearchParams(new FormData(form, button));
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    if (form.matches(".composer")) form.reset();
  } catch {
    say("The page's server does not answer. Start it again: make try.");
  }
  form.removeAttribute("aria-busy");
});

const feed = new EventSource(`/events?since=${document.body.dataset.last}`);
const on = (name, does) => feed.addEventListener(name, (event) => does(JSON.parse(event.data)));
on("shown", ({ who, id, html, news }) => {
  const there = at(id), log = at(`${who}-log`);
  const focused = there?.contains(document.activeElement);
  if (there) there.outerHTML = html;
  else log.insertAdjacentHTML("beforeend", html);
  const shown = at(id);
  shown.classList.add("arrives");
  if (!there) log.scrollTop = log.scrollHeight;
  if (focused) { shown.tabIndex = -1; shown.focus({ preventScroll: true }); }
  if (news) mark(who, true);
});
on("clock", ({ text, day, iso, said }) => {
  at("now").textContent = text;
  at("now").dateTime = iso;
  at("day").value = day;
  say(said);
});
on("watch", ({ html }) => {
  const there = at("watch"), focused = there.contains(document.activeElement);
  there.outerHTML = html;
  if (focused) at("watch").querySelector("button").focus();
});
on("fresh", () => columns.forEach((column) => { at(`${column.id}-log`).replaceChildren(); mark(column.id, false); }));
on("reload", () => location.reload());

// A column lights up until somebody turns to it.
function mark(who, isNews) {
  at(who).classList.toggle("news", isNews);
  at(`tab-${who}`).classList.toggle("news", isNews);
  at(`tab-${who}`).querySelector(".dot").textContent = isNews ? "\u200b" : "";
  at(`tab-${who}`).setAttribute("aria-label", at(`tab-${who}`).textContent.replace("\u200b", "") + (isNews ? ", new" : ""));
}
columns.forEach((column) => ["click", "focusin"].forEach((name) => column.addEventListener(name, () => mark(column.id, false))));

// Where there is no room for three columns they are tabs.
function layOut() {
  const bar = document.querySelector(".tabs");
  bar.setAttribute("role", narrow.matches ? "tablist" : "navigation");
  tabs.forEach((tab, number) => {
    const column = columns[number];
    if (narrow.matches) {
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", column.id);
      column.setAttribute("role", "tabpanel");
    } else {
      tab.removeAttribute("role");
      column.removeAttribute("role");
      column.hidden = false;
    }
  });
  if (narrow.matches) choose(Math.max(0, columns.findIndex((column) => `#${column.id}` === location.hash)), false);
}
function choose(number, focuses = true) {
  tabs.forEach((tab, other) => {
    tab.setAttribute("aria-selected", String(other === number));
    tab.tabIndex = other === number ? 0 : -1;
    columns[other].hidden = other !== number;
  });
  mark(columns[number].id, false);
  const log = at(`${columns[number].id}-log`);
  log.scrollTop = log.scrollHeight;
  if (focuses) tabs[number].focus();
}
tabs.forEach((tab, number) => {
  tab.addEventListener("click", (event) => {
    if (!narrow.matches) return;
    event.preventDefault();
    choose(number);
  });
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!narrow.matches || !step) return;
    event.preventDefault();
    choose((number + step + tabs.length) % tabs.length);
  });
});
narrow.addEventListener("change", layOut);
layOut();
columns.forEach((column) => { const log = at(`${column.id}-log`); log.scrollTop = log.scrollHeight; });
