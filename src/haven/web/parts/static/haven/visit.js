// A visit without a touch comes to its end: first a question, then a blank way to the door. What stands in a form is kept.
(() => {
  const box = document.querySelector('[data-visit]')
  const dialog = box.querySelector('dialog')
  const { askAfter, endAfter, stay, door } = box.dataset
  let last = Date.now()
  let asked = false

  const keep = () => {
    const form = document.querySelector('form[data-keep]')
    if (!form) return
    const typed = new FormData(form)
    typed.set('keep', '1')
    // keepalive, so that it arrives though the page is gone
    fetch(form.action, { method: 'POST', body: typed, keepalive: true }).catch(() => {})
  }

  const end = () => {
    keep()
    document.documentElement.classList.add('hv-leaving')
    location.replace(door)
  }

  const goOn = () => {
    fetch(stay, { headers: { 'X-Stay': '1' }, redirect: 'manual' }).then((answer) => {
      if (answer.status !== 204) return end()
      last = Date.now()
      asked = false
      dialog.close()
    }).catch(() => {})
  }

  // By the clock on the wall: a telephone that slept wakes to a blank page.
  const look = () => {
    const seconds = (Date.now() - last) / 1000
    if (seconds >= Number(endAfter)) return end()
    if (seconds >= Number(askAfter) && !asked) {
      asked = true
      dialog.showModal()
    }
  }

  setInterval(look, 1000)
  document.addEventListener('visibilitychange', look)
  box.querySelector('[data-stay-press]').addEventListener('click', goOn)
  dialog.addEventListener('cancel', (event) => { event.preventDefault(); goOn() })
  // exit.js goes at once; what was typed goes on its own way
  document.addEventListener('haven:leaving', keep)
})()
