// Leaving in a hurry: a press on the button, or Shift three times. The page goes blank at once, however slow the network.
(() => {
  const WITHIN = 5000 // milliseconds between presses
  const link = document.querySelector('[data-exit]')
  const status = document.querySelector('[data-exit-status]')
  let presses = 0
  let last = 0

  const say = (words) => { status.textContent = words }

  const leave = (event) => {
    if (event) event.preventDefault()
    say(status.dataset.leaving)
    document.documentElement.classList.add('hv-leaving')
    document.title = '\u00a0'
    document.dispatchEvent(new Event('haven:leaving'))
    // replace, so that the page is not one press on Back away
    location.replace(link.href)
  }

  const count = (event) => {
    if (event.key !== 'Shift') {
      // Shift with a letter is writing, not leaving
      presses = 0
      say('')
      return
    }
    if (event.repeat) return
    presses = event.timeStamp - last > WITHIN ? 1 : presses + 1
    last = event.timeStamp
    if (presses === 3) leave()
    else say(presses === 2 ? status.dataset.one : status.dataset.two)
  }

  document.addEventListener('keydown', count)
  document.querySelectorAll('[data-exit]').forEach((a) => a.addEventListener('click', leave))
  // A browser may keep the whole page in memory: coming back asks the server again.
  window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload() })
})()
