// The counter: taps become commands, sent once each and in order, also after a lost connection.
(() => {
  'use strict';
  const { counter, command, member } = document.body.dataset;
  const api = '/api/v1/counters/' + encodeURIComponent(counter) + '/';
  const store = 'luot-taps-' + member + '-' + counter;
  // Older taps meant another moment: they are refused instead of surprising somebody.
  const tooOld = 60_000;
  const say = document.getElementById('say');
  const unsent = document.getElementById('unsent');
  let taps = load();
  let sending = false;

  function load() {
    try { return JSON.parse(localStorage.getItem(store)) ?? []; } catch { return []; }
  }

  function save() {
    try { localStorage.setItem(store, JSON.stringify(taps)); } catch { /* Without storage a reload loses them. */ }
  }

  function tell(text, good = false) {
    say.classList.toggle('good', good);
    say.querySelector('p').textContent = text;
    say.hidden = false;
  }

  // Pages without TLS have no crypto.randomUUID.
  function key() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
  }

  function tap(path, body, label) {
    taps.push({ path, body: JSON.stringify(body), label, key: key(), at: Date.now() });
    save();
    say.hidden = true;
    send();
  }

  async function send() {
    if (sending) return;
    sending = true;
    while (taps.length > 0) {
      const next = taps[0];
      if (Date.now() - next.at > tooOld) {
        const labels = taps.map(tap => tap.label).join(', ');
        taps = [];
        save();
        tell('Chưa làm: ' + labels + '. Mất kết nối quá lâu, hãy xem lại rồi bấm lại.');
        break;
      }
      let answer;
      try {
        answer = await fetch(next.path, {
          method: 'POST', body: next.body, signal: AbortSignal.timeout(8000),
          headers: { 'Content-Type': 'application/json', 'Idempotency-Key': next.key, 'X-Luot-Command': command },
        });
      } catch {
        setTimeout(send, 1500);
        break;
      }
      if (answer.status === 503) {
        setTimeout(send, 1500);
        break;
      }
      taps.shift();
      if (answer.status === 401) {
        save();
        location.assign('/sign-in');
        break;
      }
      if (answer.status === 204) tell('Chưa có ai chờ quầy này.', true);
      else if (answer.ok) told(next, await answer.json().catch(() => null));
      else {
        const problem = await answer.json().catch(() => ({ detail: 'Máy chủ không trả lời được.' }));
        const rest = taps.map(tap => tap.label);
        taps = [];
        tell(next.label + ': ' + problem.detail + (rest.length ? ' Chưa làm: ' + rest.join(', ') + '.' : ''));
      }
      save();
    }
    sending = false;
    unsent.hidden = taps.length === 0;
    unsent.textContent = 'Đang chờ gửi: ' + taps.map(tap => tap.label).join(', ');
    luot.ask();
  }

  function told(tap, answer) {
    if (tap.path === '/api/v1/tickets') tell('Đã cấp số ' + answer.number + '.', true);
  }

  // MARK: The form, which outlives a new view of the same ticket.

  let kept = null;

  document.addEventListener('before-view', () => {
    const form = document.getElementById('record');
    const open = document.querySelector('dialog[open]');
    const focus = document.activeElement;
    kept = {
      ticket: form?.dataset.ticket, dialog: open?.id,
      details: form ? Array.from(form.querySelectorAll('details'), part => part.open) : [],
      fields: form ? Array.from(form.elements).filter(field => field.name)
        .map(field => [field.name, field.value, field.checked]) : [],
      focus: focus && focus !== document.body ? locate(focus) : null,
    };
  });

  function locate(element) {
    if (element.id) return '#' + element.id;
    for (const name of ['post', 'open', 'back', 'issue', 'ticket', 'minutes', 'service']) {
      const value = element.dataset[name];
      if (value !== undefined) return '[data-' + name + '="' + CSS.escape(value) + '"]';
    }
    return element.name ? '[name="' + element.name + '"][value="' + CSS.escape(element.value) + '"]' : null;
  }

  document.addEventListener('view', () => {
    const form = document.getElementById('record');
    if (form && kept?.ticket === form.dataset.ticket) {
      const fields = Array.from(form.elements).filter(field => field.name);
      for (const [name, value, checked] of kept.fields) {
        for (const field of fields.filter(field => field.name === name)) {
          if (field.type === 'checkbox' || field.type === 'radio') {
            if (field.value === value) field.checked = checked;
          } else {
            field.value = value;
          }
        }
      }
      form.querySelectorAll('details').forEach((part, index) => { part.open = kept.details[index] ?? false; });
    }
    if (kept?.dialog && document.querySelector('[data-held], #issue')) {
      const dialog = document.getElementById(kept.dialog);
      if (dialog && (kept.dialog === 'issue' || document.querySelector('[data-held]'))) dialog.showModal();
    }
    if (kept?.focus) document.querySelector('main ' + kept.focus)?.focus({ preventScroll: true });
    seconds();
  });

  function recorded(form) {
    const data = new FormData(form);
    const outcome = data.get('outcome');
    const difficulties = data.getAll('difficulty');
    const activities = data.getAll('activity').map(activity => ({ activity, outcome, difficulties }));
    if (activities.length === 0) return {};
    const assistance = { activities };
    const [kind, id] = (data.get('place') ?? '').split(':');
    if (kind === 'village') assistance.village = id;
    else if (kind === 'residence') assistance.residence = id;
    if (data.get('age')) assistance.ageBand = data.get('age');
    if (data.get('note').trim()) assistance.note = data.get('note').trim();
    return { assistance };
  }

  document.addEventListener('submit', event => {
    if (event.target.id !== 'record') return;
    event.preventDefault();
    const goesOn = event.submitter?.value !== 'stop';
    tap(api + 'finish', recorded(event.target), 'Xong');
    if (goesOn) tap(api + 'call-next', {}, 'Gọi tiếp');
  });

  document.addEventListener('click', event => {
    const button = event.target.closest('button');
    if (!button) return;
    const { post, open, back, issue, ticket, minutes, service, counter: other } = button.dataset;
    const label = button.firstChild?.textContent.trim() ?? '';
    if (button.id === 'dismiss') say.hidden = true;
    else if ('close' in button.dataset) button.closest('dialog').close();
    else if (open) document.getElementById(open).showModal();
    else if (back) tap('/api/v1/tickets/' + back + '/return', {}, label);
    else if (issue) {
      const body = { service: issue };
      if (document.getElementById('elderly').checked) body.priority = document.getElementById('elderly').value;
      button.closest('dialog').close();
      tap('/api/v1/tickets', body, 'Cấp số');
    } else if (post) {
      button.closest('dialog')?.close();
      const body = {};
      if (ticket) body.ticket = ticket;
      if (minutes) body.minutes = Number(minutes);
      if (service) body.service = service;
      if (other) body.counter = other;
      tap(api + post, body, label);
    }
  });

  // MARK: Keys

  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || document.querySelector('dialog[open]')) return;
    const focus = document.activeElement;
    if (focus?.matches('textarea, select, input:not([type=checkbox]):not([type=radio])')) return;
    let wanted = event.key.toLowerCase();
    if (wanted === ' ' || wanted === 'enter') {
      // On a control these keys are the control's own; but Enter on a chip must not finish.
      if (focus?.matches('input') && wanted === 'enter') event.preventDefault();
      if (focus?.matches('button, a, input, summary')) return;
      wanted = 'Enter';
    }
    const button = document.querySelector('main [data-key="' + CSS.escape(wanted) + '"]:not(:disabled)');
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  function seconds() {
    for (const place of document.querySelectorAll('[data-since]')) {
      const passed = Math.max(0, Math.floor((Date.now() - Number(place.dataset.since)) / 1000));
      place.textContent = Math.floor(passed / 60) + ' phút ' + String(passed % 60).padStart(2, '0') + ' giây';
    }
  }

  setInterval(seconds, 1000);
  addEventListener('online', send);
  seconds();
  if (taps.length > 0) send();
})();
