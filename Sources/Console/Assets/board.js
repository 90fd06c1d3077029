// A new call pulses for six seconds. ECMAScript 5, for old televisions.
(function () {
  'use strict';
  function newest() {
    var card = document.querySelector('[data-call]');
    return card ? card.getAttribute('data-call') : null;
  }

  var known = newest();
  document.addEventListener('view', function () {
    var call = newest();
    if (call && call !== known) document.querySelector('[data-call]').className += ' pulse';
    known = call;
  });
})();
