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

  for (const all of document.querySelectorAll('input[data-all]')) {
    all.hidden = false;
    if (all.closest('label')) all.closest('label').hidden = false;
    all.addEventListener('change', () => {
      for (const box of document.querySelectorAll(`input[name="${all.dataset.all}"]`)) box.checked = all.checked;
    });
  }
})();
