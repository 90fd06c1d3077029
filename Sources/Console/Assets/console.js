// The counter: taps become commands, sent once each and in order, also after a lost connection.
(() => {
  'use strict';
  const { counter, member } = document.body.dataset;
  const api = '/api/v1/counters/' + encodeURIComponent(counter) + '/';
  // Of this page alone: two of one volunteer must not send each other's.
  const store = 'luot-taps-' + counter + '-' + member;
  const draftStore = 'luot-record-' + counter + '-' + member;
  // Milliseconds. Older taps meant another moment: they are refused instead of surprising somebody. Those about one
  // ticket can strike nobody else, and what was recorded took time to say.
  const tooOld = { moment: 60000, ticket: 600000 };
  // Until then an answer is not slow.
  const soon = 400;
  const retry = 1500;
  const unsent = document.getElementById('unsent');
  const { key, tell, hush } = window.command;
  const { post } = window.record;
  let taps = load();
  let sending = false;
  // How often the page has shown something new, and the last command that was tapped for what it showed then: until
  // it shows what came of it, the same tap is meant for what is gone.
  let views = 0;
  let last = null;
  // The ticket whose record may be left out: said once, meant the second time.
  let unrecorded = null;

  function load() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(store)) ?? [];
      // Somebody else signed in on this page meanwhile.
      const others = Object.keys(sessionStorage).filter(name => name.startsWith('luot-taps-' + counter + '-') && name !== store);
      const labels = others.flatMap(name => JSON.parse(sessionStorage.getItem(name)).map(tap => tap.label));
      for (const name of others) sessionStorage.removeItem(name);
      if (labels.length > 0) tell('Chưa làm: ' + labels.join(', ') + '. Người khác đã đăng nhập trên máy này.');
      return kept;
    } catch {
      return [];
    }
  }

  function save() {
    try { sessionStorage.setItem(store, JSON.stringify(taps)); } catch { /* Without storage a reload loses them. */ }
  }

  function tap(path, body, label) {
    const text = JSON.stringify(body);
    // A double tap is one.
    if (taps.some(tap => tap.path === path && tap.body === text)) return;
    if (last?.path === path && last.text === text && last.views === views) return;
    // Who is recalled again, or takes a second number, changes nothing on this page.
    last = path.startsWith(api) && path !== api + 'recall' ? { path, text, views } : null;
    taps.push({ path, body: text, label, key: key(), at: Date.now(), about: body.ticket ? 'ticket' : 'moment' });
    save();
    hush();
    send();
    setTimeout(showUnsent, soon);
  }

  function labels(some) {
    return some.map(tap => tap.label).join(', ');
  }

  function showUnsent() {
    unsent.hidden = taps.length === 0;
    unsent.textContent = 'Đang chờ gửi: ' + labels(taps);
  }

  function refuse(why) {
    const lost = taps;
    taps = [];
    last = null;
    save();
    tell(why(lost));
  }

  // Sends what waits, in order. What cannot be sent now waits on; what is refused takes along what was tapped after it.
  async function send() {
    if (sending) return;
    sending = true;
    while (taps.length > 0) {
      const next = taps[0];
      if (Date.now() - next.at > tooOld[next.about]) {
        refuse(lost => 'Chưa làm: ' + labels(lost) + '. Mất kết nối quá lâu, hãy xem lại rồi bấm lại.');
        break;
      }
      const answer = await post(next.path, next.body, next.key);
      if (!answer || answer.status === 503 || answer.status === 429) {
        setTimeout(send, retry);
        break;
      }
      if (answer.status === 401) {
        // Kept: they are sent after the sign-in.
        window.record.signIn();
        break;
      }
      if (answer.status === 403 && answer.content?.code === 'command-token') {
        // Signed in anew on another page: this one has to learn of it.
        location.reload();
        break;
      }
      if (answer.ok) {
        taps.shift();
        save();
        told(next, answer);
      } else {
        refuse(lost => {
          const rest = lost.slice(1);
          const detail = answer.content?.detail ?? 'Máy chủ không trả lời được. Hãy bấm lại.';
          return next.label + ': ' + detail + (rest.length > 0 ? ' Chưa làm: ' + labels(rest) + '.' : '');
        });
      }
    }
    sending = false;
    showUnsent();
    luot.ask();
  }

  const slips = {
    pending: ' Phiếu đang in.', printing: ' Phiếu đang in.', printed: ' Phiếu đã in.',
    none: ' Không in phiếu: hãy đọc số cho người dân.',
  };

  function told(tap, answer) {
    if (answer.status === 204) tell('Chưa có ai chờ quầy này.', true);
    else if (tap.path === '/api/v1/tickets') {
      tell('Đã cấp số ' + answer.content.number + '.' + (slips[answer.content.print.state] ?? ''), true);
    } else if (tap.path.endsWith('/acknowledge') && answer.content.counter !== counter) {
      tell('Quầy khác đã nhận đến giúp.', true);
    } else if (tap.path === api + 'finish') {
      drop();
    } else if (tap.path === api + 'recall' && answer.content.state === 'no-show') {
      tell(answer.content.number + ' đã gọi đủ số lần mà chưa đến: ghi vắng mặt.', true);
    }
  }

  function held() {
    return document.querySelector('[data-held]')?.dataset.held;
  }

  // MARK: The form, which outlives a reload and a sign-in.

  function form() {
    return document.getElementById('record');
  }

  function keep() {
    const record = form();
    if (!record) return;
    const draft = { ticket: record.dataset.ticket, record: window.record.read(record) };
    try { sessionStorage.setItem(draftStore, JSON.stringify(draft)); } catch { /* Then a reload loses it. */ }
  }

  function drop() {
    try { sessionStorage.removeItem(draftStore); } catch { /* It was never kept. */ }
  }

  function restore() {
    const record = form();
    if (!record || record.isRestored) return;
    record.isRestored = true;
    try {
      const draft = JSON.parse(sessionStorage.getItem(draftStore));
      if (draft?.ticket === record.dataset.ticket) window.record.fill(record, draft.record);
    } catch { /* An empty form serves as well. */ }
  }

  document.addEventListener('change', keep);
  document.addEventListener('input', keep);

  function finish(goesOn) {
    const record = form();
    const objection = window.record.objection(record);
    if (objection) return tell(objection);
    const { ticket } = record.dataset;
    const assistance = window.record.read(record);
    if (assistance.activities.length === 0 && unrecorded !== ticket) {
      unrecorded = ticket;
      return tell('Chưa chọn việc đã giúp. Nếu không giúp việc gì, bấm Xong lần nữa.');
    }
    tap(api + 'finish', assistance.activities.length > 0 ? { ticket, assistance } : { ticket }, 'Xong');
    if (goesOn) tap(api + 'call-next', {}, 'Gọi tiếp');
  }

  // MARK: A new view

  let focused = null;

  document.addEventListener('before-view', () => {
    const focus = document.activeElement;
    focused = focus && focus !== document.body ? { element: focus, path: locate(focus) } : null;
  });

  function locate(element) {
    if (element.id) return '#' + element.id;
    for (const name of ['post', 'open', 'back', 'help', 'issue']) {
      const value = element.dataset[name];
      if (value !== undefined) return '[data-' + name + '="' + CSS.escape(value) + '"]';
    }
    return null;
  }

  document.addEventListener('view', () => {
    views += 1;
    // A part that was kept still has it.
    if (focused?.path && !focused.element.isConnected) {
      document.querySelector('main ' + focused.path)?.focus({ preventScroll: true });
    }
    for (const dialog of document.querySelectorAll('dialog[open]')) {
      const needs = { transfer: '[data-held]', park: '[data-held]', choose: '[data-post=call-next]' }[dialog.id];
      if (needs && !document.querySelector(needs)) dialog.close();
    }
    shape();
    restore();
    seconds();
  });

  // Room for the form, where browsers know no :has().
  function shape() {
    document.getElementById('view').classList.toggle('serving', form() !== null);
  }

  document.addEventListener('submit', event => {
    event.preventDefault();
    if (event.target.id === 'record') finish(event.submitter?.value !== 'stop');
    else if (event.target.id === 'choose-form') choose(event.target);
  });

  function wrong(form, text) {
    const place = form.querySelector('[data-wrong]');
    place.textContent = text;
    place.hidden = !text;
  }

  function choose(form) {
    // As people read it off a slip: a5 is A005.
    const parts = form.elements.number.value.trim().toUpperCase().match(/^([A-Z]+)\s*0*(\d{1,4})$/);
    if (!parts) return wrong(form, 'Số gồm một chữ và ba chữ số, như A005.');
    wrong(form, '');
    form.closest('dialog').close();
    form.reset();
    tap(api + 'call', { ticket: parts[1] + parts[2].padStart(3, '0') }, 'Gọi ' + parts[1] + parts[2].padStart(3, '0'));
  }

  function issue(button) {
    const form = button.form;
    const override = form.elements.override?.value.trim();
    if (button.dataset.closed && !form.elements.override) {
      return wrong(form, button.dataset.closed + '. Muốn cấp số vẫn được: hãy nhờ trưởng nhóm.');
    }
    if (button.dataset.closed && !override) {
      wrong(form, button.dataset.closed + '. Muốn cấp số vẫn được: hãy ghi lý do rồi bấm lại.');
      return form.elements.override.focus();
    }
    const body = { service: button.dataset.issue };
    if (form.elements.priority.value) body.priority = form.elements.priority.value;
    if (form.elements.village.value) body.village = form.elements.village.value;
    if (button.dataset.closed) body.override = override;
    wrong(form, '');
    form.closest('dialog').close();
    form.reset();
    tap('/api/v1/tickets', body, 'Cấp số');
  }

  document.addEventListener('click', event => {
    const button = event.target.closest('button');
    if (!button || button.type === 'submit') return;
    const { post: command, open, back, help, number, minutes, service, counter: other } = button.dataset;
    const label = button.firstChild?.textContent.trim() ?? '';
    if (button.id === 'dismiss') hush();
    else if ('close' in button.dataset) button.closest('dialog').close();
    else if (open) document.getElementById(open).showModal();
    else if (back) {
      tap('/api/v1/tickets/' + back + '/return', {}, number ? number + ' vào lại hàng' : label);
      // Who was parked is called out of the line.
      if (number) tap(api + 'call', { ticket: number }, label);
    }
    else if (help) tap('/api/v1/help-calls/' + help + '/acknowledge', { counter }, label);
    else if (button.dataset.issue) issue(button);
    else if (command) {
      button.closest('dialog')?.close();
      const body = {};
      if (['recall', 'start', 'no-show', 'park', 'transfer', 'undo'].includes(command)) body.ticket = held();
      if (minutes) body.minutes = Number(minutes);
      if (service) body.service = service;
      if (other) body.counter = other;
      const names = { transfer: 'Chuyển ' + label, park: 'Tạm gác ' + label };
      tap(api + command, body, names[command] ?? label);
    }
  });

  // MARK: Keys

  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || document.querySelector('dialog[open]')) return;
    const focus = document.activeElement;
    if (focus?.matches('textarea, select, input:not([type=checkbox]):not([type=radio])')) return;
    // With a Vietnamese keyboard switched on the letter may be another, and the key still is the same.
    let wanted = /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : event.key.toLowerCase();
    if (wanted === ' ' || wanted === 'enter') {
      // On a control these keys are the control's own; but Enter on a chip must not finish.
      if (focus?.matches('input') && wanted === 'enter') event.preventDefault();
      if (focus?.matches('button, a, input, summary')) return;
      wanted = 'Enter';
    }
    const button = document.querySelector('main [data-key="' + CSS.escape(wanted) + '"]:not(:disabled):not([hidden])');
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  function seconds() {
    for (const place of document.querySelectorAll('[data-since]')) {
      const passed = Math.max(0, Math.floor((luot.now() - Number(place.dataset.since)) / 1000));
      place.textContent = Math.floor(passed / 60) + ' phút ' + String(passed % 60).padStart(2, '0') + ' giây';
    }
    for (const button of document.querySelectorAll('[data-until]')) {
      button.hidden = luot.now() >= Number(button.dataset.until);
    }
  }

  // The page of the records comes back here.
  try { sessionStorage.setItem('luot-counter', location.pathname); } catch { /* Then it goes to the list of counters. */ }
  setInterval(seconds, 1000);
  addEventListener('online', send);
  seconds();
  shape();
  restore();
  if (taps.length > 0) {
    showUnsent();
    send();
  }
})();
