// Keeps #view as the server last showed it: by events where they come, else by asking every ten seconds.
(() => {
  'use strict';
  const { view: viewPath, events: eventsPath } = document.body.dataset;
  const view = document.getElementById('view');
  const stale = document.getElementById('stale');
  const staleAfter = 10_000;
  let heard = Date.now();
  let source = null;
  let asking = false;

  function show(html) {
    heard = Date.now();
    if (html === show.last) return;
    show.last = html;
    document.dispatchEvent(new CustomEvent('before-view'));
    view.innerHTML = html;
    document.dispatchEvent(new CustomEvent('view'));
  }

  async function ask() {
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch(viewPath, { cache: 'no-store', signal: AbortSignal.timeout(8000) });
      if (answer.status === 401) location.reload();
      else if (answer.ok) show(await answer.text());
      else if (answer.status === 404) location.reload();
    } catch {
      // The line below the heading says how old the view is.
    } finally {
      asking = false;
    }
  }

  function listen() {
    source?.close();
    if (!('EventSource' in window)) return;
    source = new EventSource(eventsPath);
    source.addEventListener('view', event => show(event.data));
    source.addEventListener('beat', event => {
      heard = Date.now();
      clock.offset = Number(event.data) - heard;
    });
  }

  // Viet Nam has one time all year; the clock of a television or a phone may show another.
  function clock() {
    const now = new Date(Date.now() + (clock.offset ?? 0) + 7 * 3600_000);
    const two = value => String(value).padStart(2, '0');
    for (const place of document.querySelectorAll('[data-clock]')) {
      const text = two(now.getUTCHours()) + ':' + two(now.getUTCMinutes());
      if (place.textContent !== text) place.textContent = text;
    }
  }

  setInterval(() => {
    const age = Date.now() - heard;
    stale.hidden = age < staleAfter;
    if (!stale.hidden) stale.textContent = 'Mất kết nối – số liệu cũ ' + Math.round(age / 1000) + ' giây';
    document.body.classList.toggle('offline', !stale.hidden);
    clock();
  }, 1000);
  setInterval(() => {
    if (Date.now() - heard < staleAfter) return;
    ask();
    if (!source || source.readyState === 2) listen();
  }, staleAfter);
  // Right after the phone wakes, too.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    ask();
    listen();
  });
  addEventListener('online', () => { ask(); listen(); });

  window.luot = { ask, show };
  listen();
})();
