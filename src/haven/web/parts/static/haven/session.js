// Staying signed in, and what a page says when a part of it could not be kept or fetched. Nothing here is needed for a page
// to work: without it a session goes on with every page that is opened, and a form sent too late comes back after signing in.
(() => {
  const words = document.getElementById('said')
  if (!words) return
  const failed = new Set()
  let asking = false

  // Never only a colour or a silence: the part says what happened, and that what it said before is no longer so.
  const say = (elt, target, why) => {
    failed.add(elt)
    let box = target.querySelector(':scope > [data-failed]')
    if (!box) {
      box = words.querySelector('template').content.firstElementChild.cloneNode(true)
      target.prepend(box)
    }
    const lead = elt.matches('form') ? words.dataset.notKept : words.dataset.notFetched
    if (box.dataset.failed === why) return
    box.dataset.failed = why
    const text = box.querySelector('p')
    text.replaceChildren(Object.assign(document.createElement('strong'), { textContent: lead }), ` ${words.dataset[why]} `)
    if (why === 'signedOut') {
      const link = Object.assign(document.createElement('a'), { className: 'govuk-link', href: '/sign-in', target: '_blank', textContent: words.dataset.signIn })
      text.append(link, '.')
    }
    target.querySelectorAll('[data-kept]').forEach((said) => { said.hidden = true })
  }

  const target = (event) => event.detail.target || event.detail.elt
  const reason = (status) => (status === 401 ? 'signedOut' : status >= 500 ? 'fault' : 'refused')
  document.addEventListener('htmx:sendError', (event) => say(event.detail.elt, target(event), 'offline'))
  document.addEventListener('htmx:timeout', (event) => say(event.detail.elt, target(event), 'offline'))
  document.addEventListener('htmx:responseError', (event) => say(event.detail.elt, target(event), reason(event.detail.xhr.status)))
  document.addEventListener('htmx:afterRequest', (event) => {
    if (!event.detail.successful) return
    failed.delete(event.detail.elt)
    target(event).querySelector(':scope > [data-failed]')?.remove()
  })

  const ask = (options) => fetch('/session', { headers: { 'HX-Request': 'true' }, cache: 'no-store', ...options })
    .then((answer) => (answer.ok ? answer.json() : { left: 0 }))
  const token = () => document.querySelector('[name=csrfmiddlewaretoken]')
  const renew = (fresh) => document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach((field) => { field.value = fresh })
  const session = document.querySelector('[data-session]')

  // After a connection came back, or somebody signed in again in another tab: keep what stands here, if it is theirs.
  const again = async () => {
    if (!failed.size || asking) return
    asking = true
    const now = await ask().catch(() => null)
    asking = false
    if (!now || !now.token) return
    if (session && String(now.who) !== session.dataset.session) {
      failed.forEach((elt) => say(elt, document.querySelector(elt.getAttribute('hx-target')) || elt, 'somebody'))
      return
    }
    renew(now.token)
    failed.forEach((elt) => { if (elt.isConnected && elt.matches('form')) window.htmx.trigger(elt, 'change') })
  }
  window.addEventListener('online', again)
  window.addEventListener('focus', again)
  document.addEventListener('visibilitychange', again)

  if (!session) return
  const dialog = session.querySelector('dialog')
  const said = dialog.querySelector('[data-when]')
  const stay = dialog.querySelector('[data-stay-press]')
  let end = Date.now() + Number(session.dataset.left) * 1000
  let told = false

  const know = (now) => {
    end = Date.now() + (now.left ?? 86400) * 1000
    return now
  }
  const warn = (now) => {
    const time = new Date(end).toLocaleTimeString('en-GB', { hour: 'numeric', minute: '2-digit', hour12: true, timeZone: 'Europe/London' }).replace(/ (?=[ap]m)/, '')
    said.textContent = (now.stay ? said.dataset.when : said.dataset.last).replace('{time}', time)
    stay.hidden = !now.stay
    told = true
    if (!dialog.open) dialog.showModal()
  }
  const gone = () => {
    said.textContent = words.dataset.signedOut
    stay.hidden = told = true
    if (!dialog.open) dialog.showModal()
  }
  const soon = () => end - Date.now() < Number(session.dataset.warn) * 1000
  // Another tab may have gone on: the server is asked before anybody is told.
  const look = async () => {
    if (told || asking || !soon()) return
    asking = true
    const now = await ask().then(know).catch(() => null)
    asking = false
    if (now && now.left > 0 && soon()) warn(now)
    else if (now && now.left === 0) gone()
  }
  const goOn = async () => {
    const body = new URLSearchParams({ csrfmiddlewaretoken: token()?.value || '' })
    const now = await ask({ method: 'POST', body }).then(know).catch(() => null)
    if (now && now.left === 0) return gone()
    if (!now) { said.textContent = words.dataset.offline; return }
    told = soon()
    dialog.close()
  }
  setInterval(look, 5000)
  document.addEventListener('visibilitychange', look)
  stay.addEventListener('click', goOn)
  dialog.querySelector('[data-close-press]').addEventListener('click', () => dialog.close())
})()
