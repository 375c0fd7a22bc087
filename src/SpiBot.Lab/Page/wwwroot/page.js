// The page: both persons' screens, the scenario, and what the firewalls were told.
import { listen, say, press, choose } from './channel.js';
import { Pane } from './pane.js';

const byId = (id) => document.getElementById(id);
const panes = new Map();
let scenarios = [];

function start(news) {
  document.documentElement.dataset.ready = 'true';
  if (panes.size === 0) news.persons.forEach(addPane);
  scenarios = news.scenarios;
  byId('scenario').replaceChildren(...scenarios.map((s) => new Option(s.name, s.name)));
  showScenario(news.scenario);
  byId('console-lines').replaceChildren();
  news.consoles.forEach(addConsoleLine);
  for (const pane of panes.values()) {
    pane.clear();
    news.messages.forEach((message) => pane.show(message));
  }
}

function addPane(person) {
  const pane = new Pane(person, {
    say: (words, mention) => say(person.key, words, mention),
    press: (message, action, data) => press(person.key, message, action, data),
  });
  panes.set(person.key, pane);
  byId('desk').append(pane.element);

  const tab = document.createElement('button');
  tab.type = 'button';
  tab.textContent = person.name;
  tab.addEventListener('click', () => bringForward(person.key));
  byId('switch').append(tab);
  pane.tab = tab;
  if (panes.size === 1) bringForward(person.key);
}

// On a phone one screen is seen at a time.
function bringForward(key) {
  for (const [who, pane] of panes) {
    const forward = who === key;
    pane.element.classList.toggle('forward', forward);
    pane.tab.setAttribute('aria-pressed', String(forward));
    if (forward) {
      pane.tab.classList.remove('unseen');
      pane.scrollToEnd();
    }
  }
}

function showScenario(name) {
  byId('scenario').value = name;
  byId('scenario-about').textContent = scenarios.find((s) => s.name === name)?.about ?? '';
}

function addConsoleLine(line) {
  const item = document.createElement('li');
  item.classList.toggle('changes', /^\s*(clear|vpn-sessiondb logoff)\b/.test(line.line));
  const gateway = document.createElement('b');
  gateway.textContent = line.gateway;
  const typed = document.createElement('code');
  typed.textContent = line.line;
  item.append(gateway, ' ', typed);
  const lines = byId('console-lines');
  lines.append(item);
  lines.scrollTop = lines.scrollHeight;
  byId('console-count').textContent = `${lines.childElementCount} lines`;
}

function showTrouble(words) {
  byId('trouble').textContent = words;
  byId('trouble').hidden = !words;
}

byId('scenario').addEventListener('change', async (event) => {
  showTrouble((await choose(event.target.value)).problem ?? '');
});

const dark = matchMedia('(prefers-color-scheme: dark)');
function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId('theme').textContent = theme === 'dark' ? 'Light' : 'Dark';
  byId('theme').setAttribute('aria-label', `Use the ${theme === 'dark' ? 'light' : 'dark'} theme`);
}
byId('theme').addEventListener('click', () =>
  setTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'),
);
dark.addEventListener('change', () => setTheme(dark.matches ? 'dark' : 'light'));
setTheme(dark.matches ? 'dark' : 'light');
byId('consoles').open = matchMedia('(min-width: 900px)').matches;

listen({
  start,
  message: (message) => {
    for (const pane of panes.values()) {
      const isNew = pane.show(message);
      if (isNew && !pane.element.classList.contains('forward')) pane.tab.classList.add('unseen');
    }
  },
  console: addConsoleLine,
  scenario: showScenario,
  lost: () => showTrouble('The Lab does not answer any more. Is it still running?'),
  found: () => showTrouble(''),
});
