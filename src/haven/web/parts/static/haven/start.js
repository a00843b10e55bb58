// Runs before the first paint, so that parts of a form which a choice reveals never flash and vanish.
document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('govuk-frontend-supported')
