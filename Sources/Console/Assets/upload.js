'use strict';
// Forms with a file: the file is the body as it is, what else the form says stands in the address.
(() => {
  // A large file over a poor network.
  const patience = 300_000;
  const types = {
    csv: 'text/csv', pdf: 'application/pdf',
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  };

  function send(form) {
    const file = form.elements.file.files[0];
    const type = file && types[file.name.split('.').pop().toLowerCase()];
    const endings = form.elements.file.accept.split(',');
    if (file && (!type || !endings.some(ending => file.name.toLowerCase().endsWith(ending)))) {
      return window.admin.tell(`Tên tệp phải có đuôi ${endings.join(' hoặc ')}. Nếu tệp thuộc loại khác, hãy mở ra và lưu lại đúng loại, đừng chỉ đổi tên.`);
    }
    if (file?.size === 0) return window.admin.tell('Tệp trống. Hãy mở tệp ra xem, lưu lại rồi chọn lại.');
    const query = new URLSearchParams();
    let path = form.dataset.upload;
    for (const field of form.elements) {
      if (!field.name || field.type === 'file' || !field.value) continue;
      if (field.name === form.dataset.target) path += encodeURIComponent(field.value);
      else query.set(field.name, field.value);
    }
    if (form.dataset.named && file) query.set(form.dataset.named, file.name.normalize('NFC').slice(0, 100));
    const text = query.toString();
    window.admin.deliver(form, path + (text ? `?${text}` : ''), {
      body: file ?? null, type, wait: patience,
      sent: `${path}?${text}#${file?.name}:${file?.size}:${file?.lastModified}`,
    });
  }

  document.addEventListener('submit', event => {
    if (!('upload' in event.target.dataset)) return;
    event.preventDefault();
    send(event.target);
  });
})();
