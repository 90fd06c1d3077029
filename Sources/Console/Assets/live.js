// Keeps #view as the server last showed it: by events where they come, else by asking. For any browser that somebody
// may still have, on a television or a cheap phone: ECMAScript 5, which a test holds.
(function () {
  'use strict';
  var body = document.body;
  var viewPath = body.getAttribute('data-view');
  var eventsPath = body.getAttribute('data-events');
  var view = document.getElementById('view');
  var stale = document.getElementById('stale');
  // Milliseconds. The server gives a sign of life every five seconds.
  var askAfter = 6000;
  var staleAfter = 10000;
  var patience = 8000;
  var heard = Date.now();
  var asked = 0;
  var offset = 0;
  var source = null;
  var asking = null;
  var again = false;
  var last = null;
  // What the kiosk says is wrong with it; null when it only cannot be reached.
  var trouble = null;
  // Who works at a counter hears at once that nothing comes through any more; a board only when it shows the past.
  var isUrgent = body.hasAttribute('data-counter');
  var isLost = false;

  function tell(name) {
    var event = document.createEvent('Event');
    event.initEvent(name, false, false);
    document.dispatchEvent(event);
  }

  function children(parent) {
    return Array.prototype.slice.call(parent.children);
  }

  // Parts that read as before stay as they are, with what was typed into them and where the focus is; so does a part
  // that keeps itself, as a form of the same ticket does.
  function merge(html) {
    var fresh = document.createElement('div');
    fresh.innerHTML = html;
    var parts = children(fresh);
    if (!parts.length || !parts[0].hasAttribute('data-part')) {
      view.innerHTML = html;
      return;
    }
    var old = {};
    children(view).forEach(function (part) { old[part.getAttribute('data-part')] = part; });
    var place = view.firstChild;
    parts.forEach(function (part) {
      var name = part.getAttribute('data-part');
      var known = old[name];
      var keeps = part.getAttribute('data-keep');
      part.asSent = part.outerHTML;
      if (known && (known.asSent === part.asSent || keeps && keeps === known.getAttribute('data-keep'))) part = known;
      while (place && place.nodeType !== 1) place = place.nextSibling;
      if (part === place) {
        place = place.nextSibling;
      } else {
        view.insertBefore(part, place);
        if (known && known !== part) {
          if (known === place) place = place.nextSibling;
          view.removeChild(known);
        }
      }
      delete old[name];
    });
    for (var name in old) {
      if (old[name].parentNode === view) view.removeChild(old[name]);
    }
  }

  function told(answer) {
    try {
      return JSON.parse(answer.responseText).title || null;
    } catch (error) {
      return null;
    }
  }

  function show(html) {
    heard = Date.now();
    trouble = null;
    isLost = false;
    if (html === last) return;
    last = html;
    tell('before-view');
    merge(html);
    tell('view');
  }

  // Asks for the view now. An answer under way may be older than what the asker knows: then once more after it.
  function ask() {
    if (asking) {
      again = true;
      return;
    }
    again = false;
    asked = Date.now();
    asking = new XMLHttpRequest();
    asking.open('GET', viewPath);
    asking.timeout = patience;
    asking.onloadend = function () {
      var answer = asking;
      asking = null;
      // Signed out, or the number's day is over: the page itself says what now. While events are still tried for, that
      // waits for their end: somebody may be about to tap, and the tap is kept for after the sign-in.
      if (answer.status === 401 && source && source.readyState === 0) return;
      if (answer.status === 401 || answer.status === 404) location.reload();
      else if (answer.status === 200) show(answer.responseText);
      else if (answer.status) trouble = told(answer);
      else isLost = true;
      if (again) ask();
    };
    asking.send();
  }

  function listen() {
    if (source) source.close();
    source = null;
    if (!window.EventSource) return;
    source = new EventSource(eventsPath);
    source.addEventListener('view', function (event) { show(event.data); });
    source.addEventListener('beat', function (event) {
      heard = Date.now();
      isLost = false;
      offset = Number(event.data) - heard;
      clock();
    });
    source.onerror = function () {
      // Refused for good, as after the end of a session; what is only cut off mends itself.
      if (source && (source.readyState === 2 || isUrgent)) ask();
    };
  }

  function two(value) {
    return (value < 10 ? '0' : '') + value;
  }

  // Viet Nam has one time all year; the clock of a television or a phone may show another.
  function clock() {
    var now = new Date(Date.now() + offset + 7 * 3600000);
    var text = two(now.getUTCHours()) + ':' + two(now.getUTCMinutes());
    Array.prototype.forEach.call(document.querySelectorAll('[data-clock]'), function (place) {
      if (place.textContent !== text) place.textContent = text;
    });
  }

  function look() {
    var age = Date.now() - heard;
    var isStale = age >= staleAfter || isUrgent && isLost;
    // Only what changed: a screen reader would say it anew.
    if (stale.hidden === isStale) stale.hidden = !isStale;
    if (isStale) stale.textContent = (trouble || 'Mất kết nối') + ' – số liệu cũ ' + Math.round(age / 1000) + ' giây';
    clock();
    if (age < askAfter || Date.now() - asked < askAfter) return;
    ask();
    if (!source || source.readyState === 2) listen();
  }

  function wake() {
    ask();
    listen();
  }

  children(view).forEach(function (part) { part.asSent = part.outerHTML; });
  setInterval(look, 1000);
  // Right after the phone wakes, too, and when somebody comes back to the page.
  document.addEventListener('visibilitychange', function () { if (!document.hidden) wake(); });
  window.addEventListener('pageshow', function (event) { if (event.persisted) wake(); });
  window.addEventListener('online', wake);
  window.addEventListener('offline', function () { isLost = true; });

  window.luot = { ask: ask, now: function () { return Date.now() + offset; } };
  listen();
})();
