// A citizen's own number: rings when it is called, and takes a rating or a cancellation. ECMAScript 5, for old phones.
(function () {
  'use strict';
  var base = location.pathname.replace(/\/$/, '');
  var title = document.title;
  var Sound = window.AudioContext || window.webkitAudioContext;
  var sound = null;
  var announced = null;
  var sending = false;

  function beep() {
    if (!sound) return;
    // A phone that slept has put it to sleep, too.
    if (sound.resume) sound.resume();
    [[0, 880], [0.35, 660], [0.7, 880]].forEach(function (part) {
      var tone = sound.createOscillator();
      var volume = sound.createGain();
      var start = sound.currentTime + part[0];
      tone.frequency.value = part[1];
      volume.gain.setValueAtTime(0.5, start);
      volume.gain.exponentialRampToValueAtTime(0.001, start + 0.3);
      tone.connect(volume);
      volume.connect(sound.destination);
      tone.start(start);
      tone.stop(start + 0.3);
    });
  }

  function look() {
    var card = document.querySelector('[data-turn]');
    var turn = card ? card.getAttribute('data-turn') : null;
    document.title = turn ? 'ĐẾN LƯỢT – ' + title : title;
    if (turn && turn !== announced) {
      if (navigator.vibrate) navigator.vibrate([400, 200, 400, 200, 800]);
      beep();
      if (window.scrollTo) window.scrollTo(0, 0);
    }
    announced = turn;
    var ring = document.getElementById('ring');
    if (ring && sound) ring.hidden = true;
  }

  function say(text) {
    var place = document.getElementById('say');
    place.hidden = !text;
    place.textContent = text;
  }

  function send(action, content) {
    // A second tap before the answer is the same wish.
    if (sending) return;
    sending = true;
    var request = new XMLHttpRequest();
    request.open('POST', base + '/' + action);
    request.setRequestHeader('Content-Type', 'application/json');
    request.timeout = 8000;
    request.onloadend = function () {
      sending = false;
      var detail = 'Chưa gửi được. Hãy kiểm tra mạng rồi bấm lại.';
      if (request.status >= 200 && request.status < 300) {
        detail = '';
      } else if (request.status) {
        try { detail = JSON.parse(request.responseText).detail || detail; } catch (error) { /* The sentence above. */ }
      }
      say(detail);
      luot.ask();
    };
    request.send(JSON.stringify(content));
  }

  document.addEventListener('click', function (event) {
    var button = event.target;
    while (button && button.nodeName.toLowerCase() !== 'button') button = button.parentNode;
    if (!button) return;
    var confirm = document.getElementById('confirm');
    if (button.id === 'ring') {
      if (Sound) sound = new Sound();
      if (navigator.vibrate) navigator.vibrate(200);
      beep();
      button.hidden = true;
      say('');
    } else if (button.getAttribute('data-score')) {
      send('rating', { score: Number(button.getAttribute('data-score')) });
    } else if (button.id === 'cancel') {
      confirm.hidden = false;
      button.hidden = true;
      document.getElementById('keep').focus();
    } else if (button.id === 'keep') {
      confirm.hidden = true;
      document.getElementById('cancel').hidden = false;
      document.getElementById('cancel').focus();
    } else if (button.id === 'give-up') {
      send('cancel', {});
    }
  });
  document.addEventListener('view', look);
  look();
})();
