// Buttons that copy an address. Without this script they stay hidden, and one press on the address selects it.
(() => {
  const said = document.querySelector('[data-said]');
  for (const button of document.querySelectorAll('[data-copy]')) {
    button.hidden = !navigator.clipboard;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      said.textContent = `${said.dataset.said} ${button.dataset.copy}`;
    });
  }
})();
