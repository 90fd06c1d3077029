// Looks at the page as it stands and returns what is wrong with it, as sentences.
const found = [];
const shown = element => {
  const box = element.getBoundingClientRect();
  // What lies in a fold that is closed has a place all the same.
  return box.width > 0 && box.height > 0 && element.checkVisibility({ visibilityProperty: true });
};
const name = element => {
  const text = (element.textContent || element.name || element.id || '').trim().slice(0, 40);
  return element.tagName.toLowerCase() + ' “' + text + '”';
};

// Every control has a label.
for (const control of document.querySelectorAll('button, a, input, select, textarea, summary')) {
  if (!shown(control)) continue;
  const labels = control.labels ? Array.from(control.labels, label => label.textContent.trim()).join('') : '';
  if (!labels && !control.getAttribute('aria-label') && !control.textContent.trim()) found.push('no label: ' + name(control));
}

// Targets are large enough for a finger.
for (const control of document.querySelectorAll('button, a, input, select, textarea, summary')) {
  if (!shown(control)) continue;
  const box = (control.closest('.chip') ?? control).getBoundingClientRect();
  if (box.height < 43.5 || box.width < 43.5) found.push('small: ' + name(control) + ' ' + box.width + '×' + box.height);
}

// Text stands out from its ground by 7:1 (WCAG 2.2, relative luminance).
const channels = text => (text.match(/[\d.]+/g) ?? []).map(Number);
const luminance = ([red, green, blue]) => {
  const part = value => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
};
const ground = element => {
  for (let place = element; place; place = place.parentElement) {
    const colour = channels(getComputedStyle(place).backgroundColor);
    if (colour.length === 3 || colour[3] === 1) return colour.slice(0, 3);
  }
  return [255, 255, 255];
};
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const element = texts.currentNode.parentElement;
  if (!texts.currentNode.data.trim() || !shown(element) || element.closest('script, style, noscript')) continue;
  const [one, other] = [channels(getComputedStyle(element).color).slice(0, 3), ground(element)].map(luminance);
  const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  if (contrast < 7) found.push('contrast ' + contrast.toFixed(2) + ': ' + name(element));
}

// Nothing has to be scrolled sideways.
if (document.documentElement.scrollWidth > innerWidth) found.push('wider than the window: ' + document.documentElement.scrollWidth);

// Who goes from control to control goes as one reads: down a column and along a row, then on to the next column. What
// sticks to an edge is looked at where it belongs.
for (const element of document.querySelectorAll('[tabindex]')) {
  if (Number(element.getAttribute('tabindex')) > 0) found.push('order of its own: ' + name(element));
}
const sticky = Array.from(document.querySelectorAll('*')).filter(element => getComputedStyle(element).position === 'sticky');
for (const element of sticky) element.style.position = 'static';
const modal = document.querySelector('dialog[open]') ?? document.body;
const controls = Array.from(modal.querySelectorAll('button, a[href], input, select, textarea, summary'))
  .filter(control => shown(control) && !control.disabled && (modal !== document.body || !control.closest('dialog')));
controls.forEach((control, index) => {
  if (index === 0) return;
  const before = controls[index - 1];
  const [a, b] = [before, control].map(one => one.getBoundingClientRect());
  const isAbove = b.bottom <= a.top + 1 && b.left < a.right - 1;
  const isBefore = b.right <= a.left + 1 && b.top < a.bottom - 1 && b.bottom > a.top + 1;
  if (isAbove || isBefore) found.push('read before what it follows: ' + name(control) + ' after ' + name(before));
});
for (const element of sticky) element.style.position = '';
return found;
