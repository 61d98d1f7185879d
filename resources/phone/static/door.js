/* At a closed door: who is not in has no socket that tells when it opens, so the page is asked for again. */
(function () {
  'use strict';
  const data = document.body.dataset, sign = 'data-view="shut"';
  function wait() {
    setTimeout(() => fetch('/' + data.code, {cache: 'no-store', credentials: 'same-origin'})
      .then(reply => reply.ok ? reply.text() : sign)
      .then(html => html.indexOf(sign) < 0 ? location.reload() : wait())
      .catch(wait), (4000 + 2000 * Math.random()) * (Number(data.pace) || 1));
  }
  wait();
})();
