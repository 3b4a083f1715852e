// The console works without this. It copies values, evaluates rules while they are typed, ticks all boxes of a page, shows how far an export is, and shows a test's result when it is there.
(() => {
  'use strict';

  // Dialogs are opened and closed by the buttons' command attribute. Browsers from before December 2025 may need help with it.
  if (!('commandForElement' in HTMLButtonElement.prototype)) {
    document.addEventListener('click', (event) => {
      const button = event.target.closest('button[commandfor]');
      const dialog = button && document.getElementById(button.getAttribute('commandfor'));
      if (!dialog) return;
      if (button.getAttribute('command') === 'show-modal') dialog.showModal();
      else dialog.close();
    });
  }

  // What went wrong is read first, and is in sight.
  const wrong = document.querySelector('main [role=alert]');
  if (wrong && !document.querySelector('main [autofocus]')) {
    wrong.tabIndex = -1;
    wrong.focus();
  }

  for (const button of document.querySelectorAll('[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      const text = document.getElementById(button.dataset.copy).textContent;
      await navigator.clipboard.writeText(text);
      const status = button.querySelector('[role=status]');
      status.textContent = 'Copied';
      setTimeout(() => { status.textContent = ''; }, 2000);
    });
  }

  for (const form of document.querySelectorAll('form[data-live]')) {
    const target = document.getElementById(form.dataset.live);
    let timer, asked = 0;
    form.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const mine = ++asked;
        const answer = await fetch(form.dataset.liveUrl, { method: 'POST', body: new FormData(form), headers: { 'Accept': 'text/html', 'X-Live': '1' } });
        if (mine !== asked || !answer.ok) return;
        target.innerHTML = await answer.text();
      }, 350);
    });
  }

  // Asks for a result until it is there, ten minutes at most, and leaves the page alone until then: nobody is thrown back to its beginning while reading.
  for (const pending of document.querySelectorAll('[data-pending]')) {
    const until = Date.now() + 600000;
    const timer = setInterval(async () => {
      if (document.hidden) return;
      if (Date.now() > until) { clearInterval(timer); return; }
      const answer = await fetch(pending.dataset.pending, { headers: { 'Accept': 'text/html' } }).catch(() => null);
      if (!answer || !answer.ok || (await answer.text()).includes('data-pending')) return;
      clearInterval(timer);
      location.replace(pending.dataset.pending);
    }, 2000);
  }

  // Says how many boxes are ticked, where a question is about them.
  for (const count of document.querySelectorAll('[data-count]')) {
    const show = () => { count.textContent = ` (${document.querySelectorAll(`input[name="${count.dataset.count}"]:checked`).length})`; };
    document.addEventListener('change', show);
    show();
  }

  // An export shows how far it is. What goes wrong, or leads to another page, is left to the browser.
  for (const form of document.querySelectorAll('form[data-export]')) {
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const status = form.querySelector('[aria-live]');
      const data = new FormData(form, event.submitter);
      for (const button of form.querySelectorAll('button')) button.disabled = true;
      status.textContent = 'Starting…';
      try {
        const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(data), redirect: 'manual' });
        const name = /filename="?([^";]+)/.exec(answer.headers.get('Content-Disposition') || '');
        if (!answer.ok || !name) { location.reload(); return; }
        const parts = [];
        let rows = 0, shown = 0;
        for (const reader = answer.body.getReader(); ;) {
          const { done, value } = await reader.read();
          if (done) break;
          parts.push(value);
          for (const byte of value) if (byte === 10) rows++;
          if (Date.now() - shown > 300) { shown = Date.now(); status.textContent = rows.toLocaleString('en') + ' rows…'; }
        }
        const link = document.createElement('a');
        link.href = URL.createObjectURL(new Blob(parts, { type: answer.headers.get('Content-Type') }));
        link.download = name[1];
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 60000);
        const all = Math.max(rows - (data.get('format') === 'csv' ? 1 : 2), 0);
        status.textContent = all.toLocaleString('en') + (all === 1 ? ' row' : ' rows') + ' exported.';
      } catch {
        status.textContent = 'The export failed. Try again.';
      }
      for (const button of form.querySelectorAll('button')) button.disabled = false;
    });
  }

  // A form that says so is not left with changes that are not saved. Sent to a window of its own, it is still not saved.
  for (const form of document.querySelectorAll('form[data-unsaved]:not([data-unsaved=never])')) {
    let changed = form.dataset.unsaved === 'changed';
    const mark = (now) => {
      changed = now;
      for (const hint of form.querySelectorAll('[data-unsaved-hint]')) hint.hidden = !now;
    };
    mark(changed);
    form.addEventListener('input', (event) => { if (!('unsavedIgnore' in event.target.dataset)) mark(true); });
    form.addEventListener('submit', () => { if (form.target !== '_blank') changed = false; });
    form.addEventListener('saved', () => mark(false));
    addEventListener('beforeunload', (event) => { if (changed) event.preventDefault(); });
  }

  // Of two protocols, the chosen one has fields that must be filled.
  const required = () => {
    for (const field of document.querySelectorAll('[data-required]')) field.required = field.checkVisibility();
  };
  for (const choice of document.querySelectorAll('.protocols input, .proof input')) choice.addEventListener('change', required);
  required();

  // The window of a trial sign-in tells the window with the form what became of it.
  const trials = new BroadcastChannel('samlsp-trial');
  for (const told of document.querySelectorAll('[data-trial]')) trials.postMessage(JSON.parse(told.dataset.trial));
  for (const area of document.querySelectorAll('[data-trial-listener]')) {
    const form = document.getElementById(area.dataset.trialListener);
    const show = ({ kind, text, url, errors, saved }) => {
      const body = document.createElement('div');
      body.append(Object.assign(document.createElement('p'), { textContent: text }));
      const list = body.appendChild(document.createElement('ul'));
      for (const invalid of form.querySelectorAll('[aria-invalid]')) invalid.removeAttribute('aria-invalid');
      for (const error of errors ?? []) {
        const field = error.field && document.getElementById(error.field);
        const item = list.appendChild(document.createElement('li'));
        item.append(field ? Object.assign(document.createElement('a'), { href: '#' + error.field, textContent: error.text }) : error.text);
        field?.setAttribute('aria-invalid', 'true');
      }
      if (!list.children.length) list.remove();
      if (url) body.append(Object.assign(document.createElement('a'), { href: url, textContent: 'Show the result here' }));
      area.className = 'notice ' + (kind ?? '');
      area.replaceChildren(body);
      area.hidden = false;
      area.scrollIntoView({ block: 'nearest' });
      if (saved) form.dispatchEvent(new Event('saved'));
    };
    form.addEventListener('submit', () => show({ text: 'The trial sign-in runs in the other window. Its result appears here too.' }));
    trials.addEventListener('message', (event) => show(event.data));
  }

  for (const all of document.querySelectorAll('input[data-all]')) {
    all.hidden = false;
    if (all.closest('label')) all.closest('label').hidden = false;
    all.addEventListener('change', () => {
      for (const box of document.querySelectorAll(`input[name="${all.dataset.all}"]`)) box.checked = all.checked;
    });
  }
})();
