// The administration: forms and buttons that say where they go become commands, each sent once; grave ones ask twice.
(() => {
  'use strict';
  const { command, day, dayStart } = document.body.dataset;
  const { key, hush } = window.command;
  const $ = id => document.getElementById(id);
  const kept = 'luot-admin-said';
  // A card is waited for half a minute, a year of days is verified longer.
  const patience = 120_000;

  function tell(text, good = false) {
    window.command.tell(text, good);
    $('say').scrollIntoView({ block: 'nearest' });
  }

  // MARK: What a form says

  // Hours and days are written as the commune's clock has them. A service day that begins later than midnight ends in
  // the morning of the next.
  const after = date => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
  const forms = {
    integer: Number,
    list: text => text.split(/[,;\n]/).map(part => part.trim()).filter(Boolean),
    today: text => (text < dayStart ? after(day) : day) + 'T' + text + ':00+07:00',
    moment: text => text + ':00+07:00',
    number: text => text.toUpperCase(),
    ticket: text => day + '-' + text.toLowerCase(),
  };

  function read(form) {
    const path = { text: form.dataset.post };
    const body = {};
    for (const field of form.elements) {
      if (!field.name || field.disabled || ((field.type === 'radio' || field.type === 'checkbox') && !field.checked)) continue;
      const text = field.value.trim();
      const hole = '{' + field.name + '}';
      const shape = forms[field.dataset.form];
      const value = text === '' || !shape ? text : shape(text);
      if (path.text.includes(hole)) path.text = path.text.replace(hole, encodeURIComponent(value));
      else if (text !== '' || 'keepEmpty' in field.dataset) body[field.name] = value;
    }
    return { path: path.text, body };
  }

  function clear(form) {
    for (const note of form.querySelectorAll('.wrong')) note.remove();
    for (const field of form.querySelectorAll('[aria-invalid]')) {
      field.removeAttribute('aria-invalid');
      field.removeAttribute('aria-describedby');
    }
  }

  // What is wrong with a field stands at the field.
  function point(form, problem) {
    let first = null;
    for (const { field: name, reason, accepted } of problem.fields ?? []) {
      const field = form.elements?.[name];
      if (!field?.id) continue;
      const note = document.createElement('p');
      note.className = 'wrong';
      note.id = field.id + '-wrong';
      note.textContent = reason + ' Chấp nhận: ' + accepted + '.';
      field.after(note);
      field.setAttribute('aria-invalid', 'true');
      field.setAttribute('aria-describedby', note.id);
      first ??= field;
    }
    first?.focus();
    return first !== null;
  }

  // MARK: Sending

  // “Đã hủy {cancelled.length} số: {cancelled}.”
  function filled(text, answer) {
    return text.replace(/\{([\w.]+)\}/g, (_, path) => {
      const value = path.split('.').reduce((part, name) => part?.[name], answer);
      if (Array.isArray(value)) return value.length ? value.join(', ') : 'không có';
      return value ?? '';
    });
  }

  function send(source, path, body) {
    const text = JSON.stringify(body);
    return deliver(source, path, { body: text, type: 'application/json', sent: path + text, wait: patience });
  }

  // Sends the content of a form or what a button means; `sent` tells one command of it from another.
  async function deliver(source, path, { body, type, sent, wait }) {
    const buttons = source.matches('form') ? source.querySelectorAll('button') : [source];
    // The same again after a lost answer is the same command.
    if (source.dataset.sent !== sent) {
      source.dataset.sent = sent;
      source.dataset.key = key();
    }
    if (source.matches('form')) clear(source);
    for (const button of buttons) button.disabled = true;
    hush();
    if (source.dataset.wait) tell(source.dataset.wait, true);
    const headers = { 'Idempotency-Key': source.dataset.key, 'X-Luot-Command': command };
    if (type) headers['Content-Type'] = type;
    try {
      const answer = await fetch(path, {
        method: source.dataset.method ?? 'POST', body, headers, signal: AbortSignal.timeout(wait),
      });
      if (answer.status === 401) return location.assign('/sign-in');
      const value = answer.status === 204 ? {} : await answer.json();
      if (answer.status < 500) delete source.dataset.sent;
      if (!answer.ok) {
        const isPointed = source.matches('form') && point(source, value);
        tell(isPointed ? 'Chưa làm được. Hãy sửa ô được đánh dấu.' : value.detail);
        return;
      }
      done(source, value);
    } catch {
      tell('Chưa gửi được. Hãy kiểm tra mạng rồi bấm lại; bấm lại không làm hai lần.');
    } finally {
      for (const button of buttons) button.disabled = false;
    }
  }

  function done(source, answer) {
    const text = filled(source.dataset.done ?? 'Đã làm xong.', answer);
    if (source.dataset.check && !answer[source.dataset.check]) return tell(filled(source.dataset.failed, answer));
    const secret = answer.pin ?? answer.code;
    if (secret) return reveal(text, secret, answer.picture);
    if (source.dataset.then) return location.assign(filled(source.dataset.then, answer));
    if ('stay' in source.dataset) {
      tell(text, true);
      window.luot?.ask();
      return;
    }
    again(text);
  }

  // The page as it is now, with what was done said on top of it.
  function again(text) {
    try { sessionStorage.setItem(kept, text); } catch { /* Then it is only seen in the page. */ }
    location.reload();
  }

  // A PIN is read out, a code is printed: as a picture, with the words beneath for a program that prints badges.
  function reveal(text, secret, picture) {
    $('reveal-text').textContent = text;
    $('reveal-secret').textContent = secret;
    $('reveal').classList.toggle('code', Boolean(picture));
    $('reveal-picture').toggleAttribute('hidden', !picture);
    $('reveal-print').hidden = !picture;
    if (picture) {
      $('reveal-picture').setAttribute('viewBox', '0 0 ' + picture.side + ' ' + picture.side);
      $('reveal-picture').firstElementChild.setAttribute('d', picture.path);
    }
    $('reveal').showModal();
    $('reveal').addEventListener('close', () => {
      $('reveal-secret').textContent = '';
      $('reveal-picture').firstElementChild.removeAttribute('d');
      location.reload();
    }, { once: true });
  }

  // MARK: Twice for what cannot be taken back

  let confirmed = null;

  function attempt(source, path, body) {
    const question = source.dataset.confirm;
    if (!question) return send(source, path, body);
    const chosen = name => {
      const field = source.elements?.[name];
      return field?.selectedOptions?.[0]?.textContent ?? field?.value ?? '';
    };
    $('confirm-text').textContent = question.replace(/\{(\w+)\}/g, (_, name) => chosen(name));
    $('confirm-yes').textContent = source.dataset.yes ?? 'Làm';
    confirmed = () => send(source, path, body);
    $('confirm').showModal();
    $('confirm-no').focus();
  }

  document.addEventListener('submit', event => {
    const form = event.target;
    if (!form.dataset.post) return;
    event.preventDefault();
    const { path, body } = read(form);
    attempt(form, path, body);
  });

  document.addEventListener('click', event => {
    const button = event.target.closest('button');
    if (!button) return;
    if (button.id === 'dismiss') hush();
    else if (button.id === 'menu-button') {
      button.setAttribute('aria-expanded', String(button.getAttribute('aria-expanded') !== 'true'));
    } else if (button.id === 'confirm-no') $('confirm').close();
    else if (button.id === 'confirm-yes') {
      $('confirm').close();
      confirmed?.();
      confirmed = null;
    } else if (button.id === 'reveal-done') $('reveal').close();
    else if (button.id === 'reveal-print') print();
    else if ('signOut' in button.dataset) {
      fetch('/api/v1/session?where=here', { method: 'DELETE', headers: { 'X-Luot-Command': command } })
        .then(() => location.replace('/sign-in'), () => tell('Chưa đăng xuất được. Hãy kiểm tra mạng rồi bấm lại.'));
    } else if (button.type === 'button' && button.dataset.post) {
      attempt(button, button.dataset.post, JSON.parse(button.dataset.body ?? '{}'));
    }
  });

  // MARK: The part that is shown anew keeps what was focused and what was open

  let focused = null;
  let opened = [];
  document.addEventListener('before-view', () => {
    focused = $('view').contains(document.activeElement) ? document.activeElement.id : null;
    opened = Array.from($('view').querySelectorAll('details[open][id]'), part => part.id);
  });
  document.addEventListener('view', () => {
    for (const id of opened) $(id)?.setAttribute('open', '');
    if (focused) $(focused)?.focus({ preventScroll: true });
  });

  // A choice that narrows a list does so at once.
  document.addEventListener('change', event => {
    if (event.target.form && 'auto' in event.target.form.dataset) event.target.form.requestSubmit();
  });

  // A link to what is folded away opens it.
  const meant = location.hash && $(location.hash.slice(1));
  if (meant && meant.matches('details')) meant.open = true;

  try {
    const text = sessionStorage.getItem(kept);
    sessionStorage.removeItem(kept);
    if (text) tell(text, true);
  } catch { /* Nothing was kept. */ }

  // For forms with a file.
  window.admin = { deliver, tell };
})();
