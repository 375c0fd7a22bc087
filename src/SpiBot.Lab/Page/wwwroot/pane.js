// One person's screen: the thread as Teams shows it to them, and where they type.
import { renderCard } from './card.js';

const names = { spibot: 'SpiBot', lab: 'Lab' };
const initials = { spibot: 'S', engineer: 'OE', lead: 'L' };
const suggestion = 'check tunnel to peer 203.0.113.9';

export class Pane {
  constructor(person, act) {
    this.person = person;
    this.act = act;
    this.shown = new Map();
    this.leftAt = 0;
    this.element = document.getElementById('pane').content.firstElementChild.cloneNode(true);
    this.thread = this.element.querySelector('.thread');
    this.composer = this.element.querySelector('.composer');
    names[person.key] = person.name;

    const heading = this.element.querySelector('h2');
    heading.id = `name-${person.key}`;
    heading.textContent = person.name;
    this.element.id = `pane-${person.key}`;
    this.element.setAttribute('aria-labelledby', heading.id);
    this.thread.setAttribute('aria-label', `Incident channel as the ${person.name} sees it`);
    dress(this.element.querySelector('.pane-head .avatar'), person.key);

    const words = this.composer.elements.words;
    words.setAttribute('aria-label', `Message as the ${person.name}`);
    words.placeholder = person.key === 'engineer' ? suggestion : 'Message the channel';
    this.composer.addEventListener('submit', (event) => this.send(event));
    this.clear();
  }

  clear() {
    this.shown.clear();
    this.thread.replaceChildren(this.person.key === 'engineer' ? this.invitation() : waiting());
  }

  invitation() {
    const box = document.createElement('div');
    box.className = 'empty';
    const words = document.createElement('p');
    words.textContent = 'Users behind Berlin complain. Ask SpiBot:';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'suggestion';
    button.textContent = suggestion;
    button.addEventListener('click', () => {
      this.composer.elements.words.value = suggestion;
      this.composer.elements.words.focus();
    });
    box.append(words, button);
    return box;
  }

  async send(event) {
    event.preventDefault();
    const { words, mention } = this.composer.elements;
    const text = words.value.trim();
    if (!text) return;
    words.value = '';
    words.focus();
    await this.act.say(text, mention.checked);
  }

  // Returns whether the message is new here. A card is only drawn again when this person's card changed.
  show(message) {
    const follows = this.follows();
    let entry = this.shown.get(message.id);
    const isNew = !entry;
    if (isNew) {
      this.thread.querySelector('.empty')?.remove();
      entry = { element: this.place(message), card: undefined };
      this.shown.set(message.id, entry);
    }
    this.fill(entry, message);
    if (follows || message.author === this.person.key) this.scrollToEnd();
    return isNew;
  }

  place(message) {
    const element = document.getElementById('message').content.firstElementChild.cloneNode(true);
    element.dataset.id = message.id;
    element.classList.add(`from-${message.author}`);
    element.classList.toggle('own', message.author === this.person.key);
    element.querySelector('.author').textContent = names[message.author] ?? message.author;
    element.querySelector('.app').hidden = message.author !== 'spibot';
    dress(element.querySelector('.avatar'), message.author);
    const time = element.querySelector('time');
    time.dateTime = message.at;
    time.textContent = new Date(message.at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hour12: false });
    this.thread.append(element);
    return element;
  }

  fill({ element }, message) {
    const entry = this.shown.get(message.id);
    const view = message.views?.[this.person.key];
    const words = element.querySelector('.words');
    words.textContent = message.deleted ? 'This message has been deleted.' : (message.text ?? '');
    words.hidden = !words.textContent;
    element.querySelector('.edited').hidden = !message.edited;

    const note = element.querySelector('.note');
    note.textContent = view?.note ?? '';
    note.hidden = !view?.note;
    note.classList.toggle('error', Boolean(view?.noteIsError));

    const card = view?.card ?? message.card;
    const json = card ? JSON.stringify(card) : undefined;
    if (json === entry.card) return;
    entry.card = json;
    const place = element.querySelector('.card');
    place.hidden = !card;
    place.replaceChildren();
    if (card) place.append(renderCard(card, (action, data) => this.pressed(message.id, place, action, data)));
  }

  async pressed(messageId, place, action, data) {
    if (place.getAttribute('aria-busy') === 'true') return;
    place.setAttribute('aria-busy', 'true');
    try {
      await this.act.press(messageId, action, data);
    } finally {
      place.removeAttribute('aria-busy');
    }
  }

  // Not scrolled away by hand: at the end, or where the page itself has put it.
  follows() {
    const { scrollHeight, scrollTop, clientHeight } = this.thread;
    return scrollHeight - scrollTop - clientHeight < 80 || Math.abs(scrollTop - this.leftAt) < 4;
  }

  // To the end, but not past the heading of what came last.
  scrollToEnd() {
    const last = this.thread.lastElementChild;
    const room = this.thread.clientHeight - 24;
    if (last && last.offsetHeight > room) this.thread.scrollTop += last.getBoundingClientRect().top - this.thread.getBoundingClientRect().top - 8;
    else this.thread.scrollTop = this.thread.scrollHeight;
    this.leftAt = this.thread.scrollTop;
  }
}

function waiting() {
  const box = document.createElement('div');
  box.className = 'empty';
  const words = document.createElement('p');
  words.textContent = 'Nothing here yet. What changes something on a firewall is approved here.';
  box.append(words);
  return box;
}

function dress(avatar, who) {
  avatar.textContent = initials[who] ?? '';
  avatar.classList.add(`is-${who}`);
}
