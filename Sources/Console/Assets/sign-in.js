// Signs in, or changes a PIN that somebody else gave.
(() => {
  'use strict';
  const form = document.querySelector('form');
  const say = document.getElementById('say');
  const button = form.querySelector('button');
  // Until here a hasty Enter would have let the browser send the secret by itself, into an address or a log.
  button.disabled = false;

  // Back to the page that asked for the sign-in; never to another site.
  const wish = new URLSearchParams(location.search).get('to');
  const destination = /^\/[a-z][a-z0-9/-]*$/.test(wish || '') ? wish : '/';

  function tell(text) {
    say.textContent = text;
    say.hidden = false;
  }

  async function send(path, body) {
    button.disabled = true;
    const patience = new AbortController();
    const limit = setTimeout(() => patience.abort(), 15000);
    try {
      const answer = await fetch(path, {
        method: 'POST', body: JSON.stringify(body), signal: patience.signal,
        headers: { 'Content-Type': 'application/json', 'X-Luot-Command': form.dataset.command },
      });
      if (answer.ok) location.replace(destination);
      else tell((await answer.json()).detail);
    } catch {
      tell('Chưa gửi được. Hãy kiểm tra mạng rồi thử lại.');
    } finally {
      clearTimeout(limit);
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
