// A citizen's own number: rings when it is called, and takes a rating or a cancellation.
(() => {
  'use strict';
  const base = location.pathname.replace(/\/$/, '');
  const title = document.title;
  let sound = null;
  let announced = null;

  function beep() {
    if (!sound) return;
    for (const [start, pitch] of [[0, 880], [.35, 660], [.7, 880]]) {
      const tone = sound.createOscillator();
      const volume = sound.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(.5, sound.currentTime + start);
      volume.gain.exponentialRampToValueAtTime(.001, sound.currentTime + start + .3);
      tone.connect(volume).connect(sound.destination);
      tone.start(sound.currentTime + start);
      tone.stop(sound.currentTime + start + .3);
    }
  }

  function look() {
    const turn = document.querySelector('[data-turn]')?.dataset.turn ?? null;
    document.title = turn ? 'ĐẾN LƯỢT – ' + title : title;
    if (turn && turn !== announced) {
      navigator.vibrate?.([400, 200, 400, 200, 800]);
      beep();
    }
    announced = turn;
    const ring = document.getElementById('ring');
    if (ring && sound) ring.hidden = true;
  }

  async function send(action, body) {
    const say = document.getElementById('say');
    try {
      const answer = await fetch(base + '/' + action, {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
        signal: AbortSignal.timeout(8000),
      });
      say.hidden = answer.ok;
      if (!answer.ok) say.textContent = (await answer.json()).detail;
    } catch {
      say.hidden = false;
      say.textContent = 'Chưa gửi được. Hãy kiểm tra mạng rồi bấm lại.';
    }
    luot.ask();
  }

  document.addEventListener('click', event => {
    const button = event.target.closest('button');
    if (!button) return;
    if (button.id === 'ring') {
      sound = new AudioContext();
      beep();
      button.hidden = true;
    } else if (button.dataset.score) {
      send('rating', { score: Number(button.dataset.score) });
    } else if (button.id === 'cancel') {
      document.getElementById('confirm').hidden = false;
      button.hidden = true;
      document.getElementById('keep').focus();
    } else if (button.id === 'keep') {
      document.getElementById('confirm').hidden = true;
      document.getElementById('cancel').hidden = false;
    } else if (button.id === 'give-up') {
      send('cancel', {});
    }
  });
  document.addEventListener('view', look);
  look();
})();
