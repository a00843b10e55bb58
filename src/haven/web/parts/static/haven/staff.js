// What staff pages do besides: nothing here is needed for a page to work.
(() => {
  // A part that htmx fetches again says when it is busy (aria-busy), and a failed fetch says so in words.
  document.addEventListener('htmx:beforeRequest', (event) => event.detail.target.setAttribute('aria-busy', 'true'))
  document.addEventListener('htmx:afterRequest', (event) => event.detail.target.removeAttribute('aria-busy'))

  // A link with data-print opens the print dialog; without JavaScript it is a link to the page for paper.
  document.addEventListener('click', (event) => {
    if (!event.target.closest('[data-print]')) return
    event.preventDefault()
    window.print()
  })

  // A page restored from memory after signing out would show what it showed before.
  window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload() })
})()
