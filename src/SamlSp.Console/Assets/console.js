// The console works without this. It copies values, evaluates rules while they are typed, ticks all boxes of a page, and shows a test's result when it is there.
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

  for (const all of document.querySelectorAll('input[data-all]')) {
    all.hidden = false;
    all.addEventListener('change', () => {
      for (const box of document.querySelectorAll(`input[name="${all.dataset.all}"]`)) box.checked = all.checked;
    });
  }
})();
