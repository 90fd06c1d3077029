'use strict';
// Forms with a file: the file is the body as it is, what else the form says stands in the address.
(() => {
  const $ = id => document.getElementById(id);
  const command = document.body.dataset.command;
  const types = {
    csv: 'text/csv', pdf: 'application/pdf',
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  };

  function tell(text, isGood) {
    const say = $('say');
    say.querySelector('p').textContent = text;
    say.classList.toggle('good', !!isGood);
    say.hidden = false;
    say.scrollIntoView({ block: 'nearest' });
  }

  const filled = (text, answer) => text.replace(/\{(\w+)\}/g, (_, name) => answer[name] ?? '');

  async function send(form) {
    const file = form.elements.file.files[0];
    const type = file && types[file.name.split('.').pop().toLowerCase()];
    if (file && !type) return tell('Tên tệp phải có đuôi .csv, .xlsx, .docx hoặc .pdf.');
    const query = new URLSearchParams();
    let path = form.dataset.upload;
    for (const field of form.elements) {
      if (!field.name || field.type === 'file' || !field.value) continue;
      if (field.name === form.dataset.target) path += encodeURIComponent(field.value);
      else query.set(field.name, field.value);
    }
    if (form.dataset.named && file) query.set(form.dataset.named, file.name.normalize('NFC').slice(0, 100));
    // A period that somebody chooses freely has two ends; the others have one day in them.
    if (query.get('period') === 'custom') {
      query.set('to', query.get('date') ?? '');
      query.delete('date');
      query.delete('cutoff');
    }
    const text = query.toString();
    // The same again after a lost answer is the same command.
    const sent = `${path}?${text}#${file?.name}:${file?.size}:${file?.lastModified}`;
    if (form.dataset.sent !== sent) {
      form.dataset.sent = sent;
      form.dataset.key = Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
    }
    const headers = { 'Idempotency-Key': form.dataset.key, 'X-Luot-Command': command };
    if (file) headers['Content-Type'] = type;
    const button = form.querySelector('[type=submit]');
    button.disabled = true;
    tell('Đang gửi và kiểm tra…', true);
    try {
      const answer = await fetch(path + (text ? `?${text}` : ''), {
        method: 'POST', body: file ?? null, headers, signal: AbortSignal.timeout(300000),
      });
      if (answer.status === 401) return location.assign('/sign-in');
      const value = await answer.json();
      if (answer.status < 500) delete form.dataset.sent;
      if (!answer.ok) return tell(value.detail);
      if (form.dataset.then) return location.assign(filled(form.dataset.then, value));
      tell(filled(form.dataset.done ?? 'Đã làm xong.', value), true);
      setTimeout(() => location.reload(), 1500);
    } catch {
      tell('Chưa gửi được. Hãy kiểm tra mạng rồi bấm lại; bấm lại không làm hai lần.');
    } finally {
      button.disabled = false;
    }
  }

  document.addEventListener('submit', event => {
    if (!('upload' in event.target.dataset)) return;
    event.preventDefault();
    send(event.target);
  });
})();
