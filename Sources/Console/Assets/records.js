// A member's own records: help given away from the queue, a correction, or what was left out at a counter.
(() => {
  'use strict';
  const { key, tell, hush } = window.command;
  const { post, read, fill, objection } = window.record;
  const { member } = document.body.dataset;
  const form = document.getElementById('records');
  const button = form.querySelector('[type=submit]');
  const withdrawal = document.getElementById('withdraw');
  const said = 'luot-said';
  const draftStore = 'luot-records-draft';
  // What the form is for: { path, title, correction } or null for help away from the queue.
  let about = null;
  // The same words get the same key, so that what is sent again is done once.
  let sent = { path: null, body: null, key: null };

  function mode(next) {
    about = next;
    document.getElementById('mode').textContent = next?.title ?? 'Lượt hỗ trợ ngoài trung tâm';
    button.textContent = next?.correction ? 'Ghi bản sửa' : 'Ghi lượt này';
    for (const part of form.querySelectorAll('[data-away]')) part.hidden = next !== null;
    for (const part of form.querySelectorAll('[data-correction]')) part.hidden = !next;
    form.elements.reason.closest('label').hidden = !next?.correction;
    form.elements.reason.required = Boolean(next?.correction);
    withdrawal.hidden = !next?.correction;
    for (const name of ['date', 'time']) form.elements[name].required = next === null;
    hush();
  }

  // null when none is chosen: a village that is no more has no choice here.
  const home = () => form.querySelector('[name=home]:checked')?.value ?? null;

  function correct(choice) {
    fill(form, JSON.parse(choice.dataset.record));
    mode({
      path: '/api/v1/assistances/' + choice.dataset.correct + '/corrections', title: 'Sửa lượt ' + choice.dataset.title,
      correction: true, home: home(),
    });
    goToForm();
  }

  // What was taken back must be said: what a correction leaves out stays as it was.
  function takeBack(record) {
    for (const name of ['sex', 'note']) record[name] ??= null;
    if (home() === about.home) {
      delete record.village;
      delete record.residence;
    } else if (!record.village && !record.residence) record.residence = null;
  }

  function goToForm() {
    scrollTo(0, 0);
    form.querySelector('[name=activity]').focus({ preventScroll: true });
  }

  document.addEventListener('click', event => {
    const choice = event.target.closest('button');
    if (!choice) return;
    if (choice.id === 'dismiss') hush();
    else if (choice.id === 'leave') {
      form.reset();
      fill(form, {});
      mode(null);
    } else if (choice.dataset.correct) correct(choice);
    else if (choice.dataset.late) {
      mode({ path: '/api/v1/tickets/' + choice.dataset.late + '/assistance', title: 'Ghi bù cho ' + choice.dataset.number });
      goToForm();
    }
  });

  form.addEventListener('submit', async event => {
    event.preventDefault();
    const complaint = objection(form);
    if (complaint) return tell(complaint);
    const record = read(form);
    if (record.activities.length === 0) return tell('Hãy chọn việc đã giúp.');
    const { elements } = form;
    if (!about) {
      record.member = elements.member?.value ?? member;
      record.place = elements.place.value;
      record.startedAt = elements.date.value + 'T' + elements.time.value.slice(0, 5) + ':00+07:00';
      if (elements.minutes.value !== '') record.minutes = Number(elements.minutes.value);
    } else if (about.correction) {
      record.reason = elements.reason.value.trim();
      takeBack(record);
    }
    const words = about?.correction ? 'Đã ghi bản sửa ' : 'Đã ghi lượt ';
    await send(about?.path ?? '/api/v1/assistances', record, record, words);
  });

  // What never was, or was recorded twice, counts no more.
  withdrawal.addEventListener('click', async () => {
    const reason = form.elements.reason.value.trim();
    if (!reason) {
      form.elements.reason.focus();
      return tell('Hãy ghi lý do bỏ hẳn lượt này.');
    }
    await send(about.path.replace(/corrections$/, 'withdrawal'), { reason }, read(form), 'Đã bỏ lượt ');
  });

  // `record` is what the form says, to be kept over a sign-in; `words` go before the id of what was done.
  async function send(path, content, record, words) {
    const { elements } = form;
    const body = JSON.stringify(content);
    if (sent.path !== path || sent.body !== body) sent = { path, body, key: key() };
    button.disabled = withdrawal.disabled = true;
    const answer = await post(path, body, sent.key, 15000);
    button.disabled = withdrawal.disabled = false;
    if (!answer) return tell('Chưa gửi được. Hãy kiểm tra mạng rồi bấm lại; bấm lại không ghi thành hai lượt.');
    if (answer.status === 401) {
      const fields = {};
      for (const name of ['place', 'date', 'time', 'minutes', 'reason']) fields[name] = elements[name].value;
      try { sessionStorage.setItem(draftStore, JSON.stringify({ member, about, record, fields })); } catch { /* Lost. */ }
      return window.record.signIn();
    }
    if (answer.status === 403 && answer.content?.code === 'command-token') {
      return tell('Ông/bà đã đăng nhập lại ở trang khác. Hãy tải lại trang này rồi ghi lại.');
    }
    if (!answer.ok) return tell(answer.content?.detail ?? 'Máy chủ không trả lời được. Hãy bấm lại.');
    try {
      sessionStorage.setItem(said, words + answer.content.id + '.');
    } catch { /* Then the list alone tells. */ }
    // The day that is looked at.
    location.replace(location.pathname + location.search);
  }

  // Back to the counter one came from; a word about what was done; and what was not sent before a sign-in.
  let draft = null;
  try {
    document.getElementById('back').href = sessionStorage.getItem('luot-counter') ?? '/';
    const text = sessionStorage.getItem(said);
    if (text) tell(text, true);
    draft = JSON.parse(sessionStorage.getItem(draftStore));
    sessionStorage.removeItem(said);
    sessionStorage.removeItem(draftStore);
  } catch { /* Without storage the way back is the list of counters. */ }
  const wanted = document.querySelector(location.hash ? '[data-correct="' + CSS.escape(location.hash.slice(1)) + '"]' : 'no');
  if (draft?.member === member) {
    mode(draft.about);
    fill(form, draft.record);
    for (const [name, value] of Object.entries(draft.fields)) {
      if (form.elements[name]) form.elements[name].value = value;
    }
  } else if (wanted) {
    correct(wanted);
  }
})();
