// `?via=NAME` in the address of a page says who sent the visitor. It goes where they see it and may change it: into the
// field of the form, or to the end of the mail. Nothing is kept, and the form does without.
(() => {
  const via = (new URLSearchParams(location.search).get('via') ?? '').replace(/\s+/g, ' ').trim().slice(0, 80);
  if (!via) return;
  for (const place of document.querySelectorAll('[data-via]')) {
    if (place.href) place.href += encodeURIComponent(via);
    else if (!place.value) place.value = via;
  }
})();
