/* The projector's screen: counts, and text as large as fits. The connection is phone.js. */
(function () {
  'use strict';
  const stage = document.getElementById('stage');

  // A link made for this screen carries its secret behind the #, where no server log sees it.
  const field = document.getElementById('secret'), ticket = location.hash.slice(1);
  if (field && ticket) {
    history.replaceState(null, '', location.pathname);
    field.value = ticket;
    field.form.submit();
  }

  // --fit runs from 1 (large) to 0 (the smallest that the last row can read); beyond that the stage scrolls.
  function fit() {
    const box = stage.querySelector('.fit');
    if (!box) return;
    let low = 0, high = 1, unbroken = false;
    // Words are not broken and the address stands in one line, where that fits at all.
    function areWhole() {
      box.classList.add('whole');
      const lines = Array.from(box.querySelectorAll('.big')), texts = Array.from(box.querySelectorAll('.rich'));
      const whole = lines.every(line => line.offsetHeight < 2 * parseFloat(getComputedStyle(line).fontSize)) &&
        texts.every(text => text.scrollWidth <= text.clientWidth);
      box.classList.remove('whole');
      return whole;
    }
    const fits = size => {
      box.style.setProperty('--fit', size);
      Array.from(box.querySelectorAll('img.formula')).forEach(img => { // drawn for letters of 16 px
        const scale = parseFloat(getComputedStyle(img.parentNode).fontSize) / 16;
        img.style.width = img.getAttribute('width') * scale + 'px';
        img.style.height = img.getAttribute('height') * scale + 'px';
      });
      return stage.scrollHeight <= stage.clientHeight + 1 && box.scrollWidth <= box.clientWidth + 1 && (!unbroken || areWhole());
    };
    fits(0);
    unbroken = areWhole();
    if (fits(1)) return;
    for (let i = 0; i < 6; i += 1) {
      const middle = (low + high) / 2;
      if (fits(middle)) low = middle; else high = middle;
    }
    fits(low);
  }
  document.addEventListener('preau', event => {
    const message = event.detail;
    if (message.t === 'counts') {
      [['digits', message.digits || ''], ['joined', message.joined], ['all', message.joined], ['answered', message.answered]].forEach(pair => {
        const place = document.getElementById(pair[0]);
        if (place && place.textContent !== String(pair[1])) place.textContent = pair[1];
      });
    }
    if (message.t === 'show') fit();
  });
  stage.addEventListener('load', fit, true); // pictures arrive after the text
  window.addEventListener('resize', fit);
  fit();
})();
