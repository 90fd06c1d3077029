// A new call pulses for six seconds. ECMAScript 5, for old televisions.
(function () {
  'use strict';
  // Milliseconds, as in the style sheet.
  var duration = 6000;
  var began = -duration;

  function newest() {
    return document.querySelector('[data-call]');
  }

  function call() {
    var card = newest();
    return card ? card.getAttribute('data-call') : null;
  }

  var known = call();
  document.addEventListener('view', function () {
    if (call() && call() !== known) began = Date.now();
    known = call();
    var passed = Date.now() - began;
    // A clock that was set meanwhile ends it too.
    if (!known || passed < 0 || passed >= duration) return;
    // With each view the card is a new one: it goes on where the old one was.
    newest().className += ' pulse';
    newest().style.animationDelay = -passed + 'ms';
  });
})();
