// Signs out, here or everywhere.
(() => {
  'use strict';
  const say = document.getElementById('say');
  for (const button of document.querySelectorAll('[data-sign-out]')) {
    button.addEventListener('click', async () => {
      const patience = new AbortController();
      setTimeout(() => patience.abort(), 8000);
      try {
        const answer = await fetch('/api/v1/session?where=' + button.dataset.signOut, {
          method: 'DELETE', headers: { 'X-Luot-Command': document.body.dataset.command }, signal: patience.signal,
        });
        if (answer.ok || answer.status === 401) location.replace('/sign-in');
        else throw new Error();
      } catch {
        say.textContent = 'Chưa đăng xuất được. Hãy kiểm tra mạng rồi bấm lại.';
        say.hidden = false;
      }
    });
  }
})();
