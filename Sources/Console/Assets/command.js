// What the pages of staff share in sending commands and in saying what came of them.
(() => {
  'use strict';

  // A key that any browser can make: pages without TLS have no crypto.randomUUID.
  function key() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
  }

  function tell(text, good = false) {
    const say = document.getElementById('say');
    say.classList.toggle('good', good);
    say.querySelector('p').textContent = text;
    say.hidden = false;
  }

  function hush() {
    document.getElementById('say').hidden = true;
  }

  window.command = { key, tell, hush };
})();
