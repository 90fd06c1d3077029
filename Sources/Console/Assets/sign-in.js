// Signs in, or changes a PIN that somebody else gave.
(() => {
  'use strict';
  const form = document.querySelector('form');
  const say = document.getElementById('say');
  const button = form.querySelector('button');

  function tell(text) {
    say.textContent = text;
    say.hidden = false;
  }

  async function send(path, body) {
    button.disabled = true;
    try {
      const answer = await fetch(path, {
        method: 'POST', body: JSON.stringify(body), signal: AbortSignal.timeout(15_000),
        headers: { 'Content-Type': 'application/json', 'X-Luot-Command': form.dataset.command },
      });
      if (answer.ok) location.replace('/');
      else tell((await answer.json()).detail);
    } catch {
      tell('Chưa gửi được. Hãy kiểm tra mạng rồi thử lại.');
    } finally {
      button.disabled = false;
    }
  }

  form.addEventListener('submit', event => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(form));
    if (form.id === 'sign-in') {
      send('/api/v1/session', { member: fields.member.trim().toLowerCase(), secret: fields.secret });
    } else if (fields.secret !== fields.again) {
      tell('Hai lần nhập mã mới không giống nhau.');
    } else {
      send('/api/v1/session/secret', { current: fields.current, secret: fields.secret });
    }
  });
})();
