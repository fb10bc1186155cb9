"use strict";
/* Frames as high as what they hold, and buttons that copy. Everything listens at the document: the preview exchanges
   what stands on a page while it is written. Without this script frames scroll, and the rest works. */

const watched = new WeakSet();

function fit(frame) {
  const root = frame.contentDocument?.documentElement;
  if (!root) return;
  const height = () => { frame.style.blockSize = Math.ceil(root.getBoundingClientRect().height) + 2 + "px"; };
  height();
  if (!watched.has(root)) { watched.add(root); new ResizeObserver(height).observe(root); }
}

document.addEventListener("load", (event) => { if (event.target.matches?.("iframe")) fit(event.target); }, true);
for (const frame of document.querySelectorAll("iframe")) {
  if (frame.contentDocument?.readyState === "complete" && frame.contentDocument.URL !== "about:blank") fit(frame);
}

const fetched = async (address) => (await fetch(address)).text();

/* What is copied comes as promises: a browser may forget the click while it waits for the letter. */
function parts(button) {
  const { text, from, rich } = button.dataset;
  const plain = text === undefined ? fetched(from) : Promise.resolve(text);
  return rich ? { "text/html": fetched(rich), "text/plain": plain } : { "text/plain": plain };
}

async function copied(made) {
  try {
    const blobs = Object.entries(made).map(([kind, part]) => [kind, part.then((words) => new Blob([words], { type: kind }))]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    return true;
  } catch { return copiedByCommand(made); }
}

/* On a telephone the preview has no https, and so no clipboard of its own. */
async function copiedByCommand(made) {
  const words = Object.fromEntries(await Promise.all(Object.entries(made).map(async ([kind, part]) => [kind, await part])));
  const give = (event) => {
    for (const [kind, part] of Object.entries(words)) event.clipboardData.setData(kind, part);
    event.preventDefault();
  };
  document.addEventListener("copy", give, { once: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", give);
  return done;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-done]");
  if (!button || button.dataset.before !== undefined) return;
  const done = await copied(parts(button)).catch(() => false);
  const said = done ? button.dataset.done : button.dataset.failed;
  button.dataset.before = button.textContent;
  button.textContent = said;
  button.classList.toggle("copied", done);
  document.getElementById("status").textContent = said;
  setTimeout(() => {
    button.textContent = button.dataset.before;
    button.classList.remove("copied");
    delete button.dataset.before;
  }, 1800);
});
