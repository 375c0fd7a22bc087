// The wire to the Lab: what happens comes as server-sent events, what persons do goes out as small posts.

export function listen(on) {
  const events = new EventSource('lab/events');
  events.addEventListener('start', (e) => on.start(JSON.parse(e.data)));
  events.addEventListener('message', (e) => on.message(JSON.parse(e.data)));
  events.addEventListener('console', (e) => on.console(JSON.parse(e.data)));
  events.addEventListener('scenario', (e) => on.scenario(JSON.parse(e.data).name));
  events.addEventListener('error', on.lost);
  events.addEventListener('open', on.found);
}

export const say = (person, text, mention) => post('lab/say', { person, text, mention });

export const press = (person, message, action, data) => post('lab/press', { person, message, action, data });

export const choose = (name) => post('lab/scenario', { name });

async function post(path, body) {
  try {
    const answer = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return answer.ok ? await answer.json() : { problem: `The Lab answered ${answer.status}.` };
  } catch {
    return { problem: 'The Lab does not answer.' };
  }
}
