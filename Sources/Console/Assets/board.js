// A new call pulses for six seconds.
(() => {
  'use strict';
  const newest = () => document.querySelector('[data-call]');
  let known = newest()?.dataset.call;
  document.addEventListener('view', () => {
    const card = newest();
    if (card && card.dataset.call !== known) card.classList.add('pulse');
    known = card?.dataset.call;
  });
})();
