// What staff pages do besides: nothing here is needed for a page to work.
(() => {
  // A part that htmx fetches again says when it is busy (aria-busy). What a failed one says is in session.js.
  document.addEventListener('htmx:beforeRequest', (event) => event.detail.target.setAttribute('aria-busy', 'true'))
  document.addEventListener('htmx:afterRequest', (event) => event.detail.target.removeAttribute('aria-busy'))

  // A link with data-print opens the print dialog; without JavaScript it is a link to the page for paper.
  document.addEventListener('click', (event) => {
    if (!event.target.closest('[data-print]')) return
    event.preventDefault()
    window.print()
  })

  // Without a connection a form is not sent: the page says so, and what was typed stays.
  document.addEventListener('submit', (event) => {
    const words = event.target.querySelector('[data-offline]')
    if (!words) return
    words.hidden = navigator.onLine
    if (navigator.onLine) return
    event.preventDefault()
    words.focus()
  })

  // A page restored from memory after signing out would show what it showed before.
  window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload() })
})()
