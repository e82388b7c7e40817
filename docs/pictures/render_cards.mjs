// Draws every card of tests/wire/teams/golden as a phone shows it, light and dark: docs/pictures/teams/NAME-THEME.png.
//   apt-get install chromium fonts-liberation; npm install --prefix /tmp/cards adaptivecards adaptivecards-designer markdown-it --ignore-scripts
//   node docs/pictures/render_cards.mjs /tmp/cards [WIDTH]
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [packages, width = "360"] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const golden = join(here, "..", "..", "tests", "wire", "teams", "golden");
const out = join(here, "teams");
const library = readFileSync(join(packages, "node_modules/adaptivecards/dist/adaptivecards.min.js"), "utf8");
const hosts = join(packages, "node_modules/adaptivecards-designer/lib/hostConfigs");
const markdown = readFileSync(join(packages, "node_modules/markdown-it/dist/browser/markdown-it.umd.min.js"), "utf8");
const work = mkdtempSync(join(tmpdir(), "cards-"));
mkdirSync(out, { recursive: true });

function page(card, config, dark) {
  const [ink, paper] = dark ? ["#fff", "#292929"] : ["#242424", "#fff"];
  return `<!doctype html><meta charset="utf-8"><style>
    :root { color-scheme: ${dark ? "dark" : "light"}; }
    body { margin: 0; width: ${width}px; background: ${paper}; color: ${ink}; }
    .ac-adaptiveCard { border-radius: 6px; }
    .ac-pushButton { border: 1px solid #888; border-radius: 4px; padding: 5px 10px; background: ${paper}; color: ${ink};
                     font: 14px "Segoe UI", sans-serif; margin-bottom: 4px; white-space: normal !important; }
    .ac-pushButton.style-positive, .ac-pushButton.primary { background: #5b5fc7; color: #fff; }
    .ac-pushButton.style-destructive { color: ${dark ? "#f1707b" : "#c4314b"}; border-color: currentColor; }
    .ac-input { border: 1px solid #888; border-radius: 4px; padding: 5px; font: 14px sans-serif;
                background: ${dark ? "#1f1f1f" : "#fff"}; color: ${ink}; box-sizing: border-box; }
  </style><body></body><script>${library}</script><script>${markdown}</script><script>
    AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
      result.outputHtml = markdownit().render(text);
      result.didProcess = true;
    };
    const card = new AdaptiveCards.AdaptiveCard();
    card.hostConfig = new AdaptiveCards.HostConfig(${JSON.stringify(config)});
    card.parse(${JSON.stringify(card).replaceAll("<", "\\u003c")});
    const drawn = card.render();
    document.body.append(drawn);
    for (const button of document.querySelectorAll(".ac-pushButton[aria-expanded]")) button.click();
    const measure = () => { document.title = String(Math.ceil(drawn.getBoundingClientRect().height) + 2); };
    measure();
    addEventListener("load", measure);
  </script>`;
}

function chromium(...options) {
  const always = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1"];
  return execFileSync("chromium", [...always, ...options], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

for (const file of readdirSync(golden).filter((name) => name.endsWith(".json")).sort()) {
  const card = JSON.parse(readFileSync(join(golden, file), "utf8"));
  for (const theme of ["light", "dark"]) {
    const config = JSON.parse(readFileSync(join(hosts, `microsoft-teams-${theme}.json`), "utf8"));
    const name = file.replace(".json", `-${theme}`);
    const html = join(work, `${name}.html`);
    writeFileSync(html, page(card, config, theme === "dark"));
    const height = chromium("--dump-dom", `file://${html}`).match(/<title>(\d+)<\/title>/)[1];
    const picture = join(out, `${name}.png`);
    chromium(`--screenshot=${picture}`, `--window-size=${width},${height}`, `file://${html}`);
  }
}
