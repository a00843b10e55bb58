// Sends a file in parts, goes on where it broke, and shows how far it is. Without this script the form sends it whole.
(() => {
  const form = document.querySelector('form[data-upload]')
  if (!form || !window.fetch || !Blob.prototype.slice) return
  const words = document.getElementById('file-words').dataset
  const [choice, send, stop] = ['id_file', 'file-send', 'file-stop'].map((id) => document.getElementById(id))
  const said = document.getElementById('file-said')
  const shown = document.getElementById('file-progress')
  const token = form.querySelector('[name=csrfmiddlewaretoken]').value
  const WAITS = [1, 2, 4, 8, 15, 30]
  let running = null

  class Refused extends Error {}

  const ask = async (address, body, type) => {
    const headers = { 'X-CSRFToken': token, Accept: 'application/json' }
    if (type) headers['Content-Type'] = type
    const answer = await fetch(address, { method: 'POST', body, headers, redirect: 'manual', signal: running.signal })
    if (answer.type === 'opaqueredirect' || answer.status === 403) throw new Refused(words.signed)
    if (answer.ok) return answer.json()
    const told = (answer.headers.get('Content-Type') || '').includes('json') ? await answer.json() : {}
    const problem = told.why ? new Refused(told.why) : new Error('broke')
    problem.place = answer.status === 409
    throw problem
  }

  const show = (done, all) => {
    shown.hidden = false
    shown.querySelector('progress').value = Math.floor((100 * done) / all)
    const mega = (bytes) => (bytes / 1e6).toFixed(all < 1e7 ? 1 : 0)
    shown.querySelector('span').textContent = words.sent.replace('{done}', mega(done)).replace('{all}', mega(all))
  }

  const pause = (seconds) => new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000)
    const now = () => { clearTimeout(timer); resolve() }
    window.addEventListener('online', now, { once: true })
    running.signal.addEventListener('abort', () => { clearTimeout(timer); reject(new DOMException('', 'AbortError')) })
  })

  // The file is known again by the hash of its beginning; where that cannot be made, it begins anew after a break.
  const headOf = async (file) => {
    if (!window.crypto || !crypto.subtle) return ''
    const sum = await crypto.subtle.digest('SHA-256', await file.slice(0, 65536).arrayBuffer())
    return Array.from(new Uint8Array(sum), (byte) => byte.toString(16).padStart(2, '0')).join('')
  }

  const announce = async (file) => {
    const about = new URLSearchParams({ name: file.name, size: file.size, type: file.type, head: await headOf(file) })
    return ask(form.dataset.announce, about)
  }

  const sendAll = async (file) => {
    let tries = 0
    let place = null
    let length = 0
    while (place === null || place.offset < file.size) {
      try {
        if (place === null) place = await announce(file)
        show(place.offset, file.size)
        if (place.offset >= file.size) break
        length = length || place.part
        const began = Date.now()
        const part = file.slice(place.offset, place.offset + length)
        const came = await ask(`${form.dataset.part}?from=${place.offset}`, part, 'application/octet-stream')
        place.offset = came.offset
        if (Date.now() - began < 3000) length = Math.min(2 * length, place.most)
        if (tries) said.textContent = words.again
        tries = 0
      } catch (problem) {
        const again = !(problem instanceof Refused) || (problem.place && place !== null && tries < 3)
        if (problem.name === 'AbortError' || !again) throw problem
        said.textContent = words.broke
        await pause(WAITS[Math.min(tries, WAITS.length - 1)])
        tries += 1
        place = null
        length = 0
      }
    }
    show(file.size, file.size)
  }

  const fail = (why) => {
    const summary = document.createElement('div')
    summary.className = 'govuk-error-summary'
    summary.setAttribute('role', 'alert')
    summary.tabIndex = -1
    const title = Object.assign(document.createElement('h2'), { className: 'govuk-error-summary__title', textContent: words.problem })
    const link = Object.assign(document.createElement('a'), { href: '#id_file', textContent: why })
    const list = Object.assign(document.createElement('ul'), { className: 'govuk-list govuk-error-summary__list' })
    list.append(document.createElement('li'))
    list.firstChild.append(link)
    summary.append(title, list)
    document.getElementById('file-errors').replaceChildren(summary)
    said.textContent = ''
    summary.focus()
  }

  const end = () => {
    running = null
    send.disabled = choice.disabled = false
    stop.hidden = true
  }

  form.addEventListener('submit', async (event) => {
    if (form.dataset.whole) return
    event.preventDefault()
    if (running) return
    const file = choice.files[0]
    if (!file) return fail(words.choose)
    if (file.size > Number(form.dataset.most)) return fail(words.large)
    document.getElementById('file-errors').replaceChildren()
    running = new AbortController()
    send.disabled = choice.disabled = true
    stop.hidden = false
    try {
      await sendAll(file)
      said.textContent = words.last
      choice.value = ''
      form.dataset.whole = '1'
      form.submit()
    } catch (problem) {
      if (problem.name === 'AbortError') said.textContent = words.stopped
      else fail(problem.message)
      end()
    }
  })

  stop.addEventListener('click', () => running && running.abort())
  window.addEventListener('beforeunload', (event) => { if (running && !form.dataset.whole) event.preventDefault() })
})()
