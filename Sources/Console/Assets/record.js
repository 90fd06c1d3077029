// The form about help that was given: what it says, filled with what is known, and with a part for each chosen activity.
(() => {
  'use strict';
  const list = (place, selector) => Array.from(place.querySelectorAll(selector));

  function choose(form, name, value) {
    for (const field of list(form, '[name=' + name + ']')) field.checked = field.value === value;
  }

  function chosen(form, name) {
    return form.querySelector('[name=' + name + ']:checked')?.value ?? '';
  }

  // What is asked of one activity alone.
  function parts(form) {
    const place = form.querySelector('[data-details]');
    const activities = list(form, '[name=activity]:checked');
    for (const part of Array.from(place.children)) {
      if (!activities.some(activity => activity.value === part.dataset.of)) part.remove();
    }
    for (const activity of activities) {
      if (place.querySelector('[data-of="' + activity.value + '"]')) continue;
      const part = form.querySelector('template').content.firstElementChild.cloneNode(true);
      part.dataset.of = activity.value;
      part.querySelector('legend').textContent = activity.parentElement.textContent.trim();
      if (!('level' in activity.dataset)) part.querySelector('[data-level]').remove();
      place.append(part);
    }
    form.querySelector('[data-none]').hidden = activities.length > 0;
  }

  // As the interface takes it; without activities when none is chosen.
  function read(form) {
    parts(form);
    const outcome = chosen(form, 'outcome');
    const record = {
      activities: list(form, '[data-details] > *').map(part => {
        const activity = { activity: part.dataset.of, outcome };
        for (const field of list(part, '[data-field]')) {
          if (field.value !== '') activity[field.dataset.field] = field.type === 'number' ? Number(field.value) : field.value;
        }
        const difficulties = list(part, '[data-difficulty]:checked').map(field => field.value);
        if (difficulties.length > 0) activity.difficulties = difficulties;
        return activity;
      }),
    };
    const [kind, id] = chosen(form, 'home').split(':');
    if (id) record[kind] = id;
    if (chosen(form, 'age')) record.ageBand = chosen(form, 'age');
    if (chosen(form, 'sex')) record.sex = chosen(form, 'sex');
    const note = form.querySelector('[name=note]').value.trim();
    if (note) record.note = note;
    return record;
  }

  function fill(form, record) {
    const activities = record.activities ?? [];
    for (const field of list(form, '[name=activity]')) {
      field.checked = activities.some(activity => activity.activity === field.value);
    }
    parts(form);
    const outcomes = new Set(activities.map(activity => activity.outcome));
    const outcome = outcomes.size === 1 ? activities[0].outcome : 'done';
    choose(form, 'outcome', outcome);
    for (const activity of activities) {
      const part = form.querySelector('[data-of="' + activity.activity + '"]');
      for (const field of list(part, '[data-field]')) field.value = activity[field.dataset.field] ?? '';
      if (activity.outcome === outcome) part.querySelector('[data-field=outcome]').value = '';
      for (const field of list(part, '[data-difficulty]')) {
        field.checked = (activity.difficulties ?? []).includes(field.value);
      }
    }
    // Somebody of the commune of no known village has no choice here, and so none is made.
    const elsewhere = record.residence ? 'residence:' + record.residence : '';
    choose(form, 'home', record.village ? 'village:' + record.village : elsewhere);
    choose(form, 'age', record.ageBand ?? 'unknown');
    choose(form, 'sex', record.sex ?? '');
    form.querySelector('[name=note]').value = record.note ?? '';
    // What is chosen must be seen.
    for (const fold of list(form, 'details')) fold.open = fold.querySelector('.chips > * > :checked:not([value=""])') !== null;
  }

  // What must not be sent: a sentence, or null.
  function objection(form) {
    if (/\d(?:[ .-]?\d){8,}/.test(form.querySelector('[name=note]').value)) {
      return 'Ghi chú có dãy số giống số căn cước hoặc số điện thoại. Hãy bỏ đi rồi bấm lại.';
    }
    const wrong = list(form, 'input[type=number]').find(field => !field.validity.valid);
    return wrong ? 'Số phút là một số từ 0 đến 600.' : null;
  }

  document.addEventListener('change', event => {
    if (event.target.name === 'activity') parts(event.target.form);
  });

  // Sends a command; the answer, or null when none came in time.
  async function post(path, body, idempotencyKey, milliseconds = 8000) {
    const patience = new AbortController();
    const limit = setTimeout(() => patience.abort(), milliseconds);
    try {
      const answer = await fetch(path, {
        method: 'POST', body, signal: patience.signal,
        headers: {
          'Content-Type': 'application/json', 'Idempotency-Key': idempotencyKey,
          'X-Luot-Command': document.body.dataset.command,
        },
      });
      const text = answer.status === 204 ? '' : await answer.text();
      let content = null;
      try { content = JSON.parse(text); } catch { /* Something between here and the kiosk answered in its stead. */ }
      return { status: answer.status, ok: answer.ok, content };
    } catch {
      return null;
    } finally {
      clearTimeout(limit);
    }
  }

  // The page of the sign-in, which comes back here.
  function signIn() {
    location.assign('/sign-in?to=' + location.pathname);
  }

  window.record = { read, fill, objection, post, signIn };
})();
